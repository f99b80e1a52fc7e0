public import Lake
internal import Synchronization

/// The time that simulated machines share, and the processes on them. Time passes only when somebody sleeps.
public final class SimulatedWorld: Sendable {
    private struct Repetition: Sendable {
        var process: ProcessIdentity
        var interval: Duration
        var due: Duration
        var body: @Sendable () -> Bool
    }

    private struct State {
        var now = Duration.seconds(1000)
        var ended: Set<ProcessIdentity> = []
        var stopped: Set<ProcessIdentity> = []
        var repetitions: [Repetition] = []
        var generator: SeededGenerator
    }

    private let state: Mutex<State>

    /// A world without machines.
    public init(seed: UInt64 = 0) {
        state = Mutex(State(generator: SeededGenerator(seed: seed)))
    }

    /// The present moment.
    public var now: Duration { state.withLock { $0.now } }

    /// Ends a process, as SIGKILL does.
    public func end(_ process: ProcessIdentity) {
        state.withLock { state in
            state.ended.insert(process)
            state.repetitions.removeAll { $0.process == process }
        }
    }

    /// Stops a process, as SIGSTOP does: it still runs, as others see it.
    public func stop(_ process: ProcessIdentity) { state.withLock { _ = $0.stopped.insert(process) } }

    /// Lets a stopped process go on.
    public func go(_ process: ProcessIdentity) { state.withLock { _ = $0.stopped.remove(process) } }

    /// Lets time pass, and what is to be done repeatedly happen.
    public func pass(_ duration: Duration) {
        let end = now + duration
        while let body = takeDue(until: end) {
            let goesOn = body.body()
            if goesOn { state.withLock { $0.repetitions.append(body) } }
        }
        state.withLock { $0.now = max($0.now, end) }
    }

    private func takeDue(until end: Duration) -> Repetition? {
        state.withLock { state in
            let due = state.repetitions.indices.filter {
                state.repetitions[$0].due <= end && !state.stopped.contains(state.repetitions[$0].process)
            }
            guard let index = due.min(by: { state.repetitions[$0].due < state.repetitions[$1].due }) else { return nil }
            var repetition = state.repetitions.remove(at: index)
            state.now = max(state.now, repetition.due)
            repetition.due = state.now + repetition.interval
            return repetition
        }
    }

    func isRunning(_ process: ProcessIdentity) -> Bool { state.withLock { !$0.ended.contains(process) } }

    /// Does something once, when so much time has passed.
    public func schedule(after duration: Duration, _ body: @escaping @Sendable () -> Void) {
        let nobody = ProcessIdentity(host: "", machine: "", process: 0, started: "")
        add(nobody, every: duration) {
            body()
            return false
        }
    }

    func chance() -> Double { state.withLock { Double.random(in: 0..<1, using: &$0.generator) } }

    func add(_ process: ProcessIdentity, every interval: Duration, _ body: @escaping @Sendable () -> Bool) {
        state.withLock { state in
            state.repetitions.append(
                Repetition(process: process, interval: interval, due: state.now + interval, body: body))
        }
    }
}
