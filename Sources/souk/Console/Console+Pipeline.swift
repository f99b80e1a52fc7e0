import Streaming

extension Console {
    /// Says what a pipeline tells of itself: once when it has to wait, and once when it goes on.
    func say(_ event: PipelineEvent) {
        switch event {
        case .interrupted(let message): say(message, .warning)
        case .retrying(let seconds): say("the next attempt comes in \(Words.duration(.seconds(seconds)))", .debug)
        case .resumed: say("reached again: the pipeline goes on", .warning)
        case .lost(let message): say("\(message) They are counted as lost", .warning)
        case .notReconciled(let message):
            say("recomputing windows that late sales have changed: \(message); retrying at the next interval", .warning)
        case .abandoned(let message):
            say("\(message)\nended without it: what was not committed is read again by the next start", .warning)
        }
    }
}
