/// How `souk` ends. The numbers are part of its contract: scripts and service managers act on them.
enum ExitCode: Int32, Sendable, Hashable, CaseIterable {
    /// Everything that was asked for is done.
    case done = 0
    /// A failure that no other code stands for.
    case failure = 1
    /// The command line could not be understood.
    case usage = 2
    /// The configuration is wrong, or access was denied. Starting again changes nothing.
    case configuration = 10
    /// The log can't be reached.
    case logUnreachable = 11
    /// The lake can't be reached.
    case lakeUnreachable = 12
    /// Spark can't be reached.
    case sparkUnreachable = 13
    /// The process had to stop before everything that it had read was committed.
    case drainIncomplete = 14
    /// `souk verify` found a difference.
    case differenceFound = 15
    /// Another pipeline writes this lake.
    case lakeOwnedByAnother = 16
    /// Ctrl-C ended the work before it was done.
    case interrupted = 130
    /// SIGTERM ended the work before it was done.
    case terminated = 143

    /// What the code means, for help texts.
    var meaning: String {
        switch self {
        case .done: "done"
        case .failure: "failed in a way that no other code stands for"
        case .usage: "the command line could not be understood"
        case .configuration: "configuration or authorisation; starting again changes nothing"
        case .logUnreachable: "the log can't be reached"
        case .lakeUnreachable: "the lake can't be reached"
        case .sparkUnreachable: "Spark can't be reached"
        case .drainIncomplete: "stopped before everything read was committed"
        case .differenceFound: "verify found a difference"
        case .lakeOwnedByAnother: "another pipeline owns the lake"
        case .interrupted: "ended by Ctrl-C"
        case .terminated: "ended by SIGTERM"
        }
    }
}
