import SparkConnect
import Synchronization

@testable import SparkEngine

/// A Spark Connect server in memory: it keeps sessions, streaming queries and tables, notes what it is asked for, and fails
/// where it is told to.
final class SimulatedSpark: Sendable {
    /// A start of a streaming query.
    struct Start: Sendable, Hashable {
        var name: String
        /// The time, in simulated seconds.
        var second: Double
        var session: String
        var checkpoint: String?
        var isBounded: Bool
    }

    private struct Guarded {
        var state: SparkState
        var calls: [SparkCall] = []
        var starts: [Start] = []
        var faults: [SparkFault] = []
        var endedSessions: Set<String> = []
        var sessions: Set<String> = []
    }

    private let guarded: Mutex<Guarded>
    private let time: SimulatedTime

    init(_ state: SparkState, time: SimulatedTime) {
        guarded = Mutex(Guarded(state: state))
        self.time = time
    }

    /// Everything that was asked for.
    var calls: [SparkCall] { guarded.withLock { $0.calls } }
    /// All starts of streaming queries.
    var starts: [Start] { guarded.withLock { $0.starts } }
    /// What the server holds.
    var state: SparkState { guarded.withLock { $0.state } }

    /// Has something go wrong.
    func arm(_ fault: SparkFault) { guarded.withLock { $0.faults.append(fault) } }

    /// Lets everything go well again.
    func disarm() { guarded.withLock { $0.faults = [] } }

    /// Changes what is going to happen on the server.
    func plan(_ change: @Sendable (inout SparkState) -> Void) { guarded.withLock { change(&$0.state) } }

    /// Forgets all sessions with what runs in them, as a server does that was started anew.
    func forgetSessions() {
        guarded.withLock { guarded in
            for session in guarded.sessions { Self.end(session, &guarded) }
        }
    }

    private static func end(_ session: String, _ guarded: inout Guarded) {
        guarded.endedSessions.insert(session)
        for index in guarded.state.runs.indices where guarded.state.runs[index].session == session {
            guarded.state.runs[index].isActive = false
        }
    }

    /// Does what a session was asked for, unless something goes wrong with it.
    func perform<Answer: Sendable>(
        _ call: SparkCall, in session: String, _ body: (inout SparkState) throws -> Answer
    ) throws -> Answer {
        try guarded.withLock { guarded in
            guarded.calls.append(call)
            guarded.sessions.insert(session)
            let fault = Self.takeFault(call, &guarded.faults)
            fault?.event?()
            if (fault?.error as? SparkError)?.code == .sessionLost { Self.end(session, &guarded) }
            guard !guarded.endedSessions.contains(session) else {
                throw SparkError(.sessionLost, "the session was forgotten", activity: "\(call)")
            }
            if let fault, !fault.isDone, let error = fault.error { throw error }
            let answer = try body(&guarded.state)
            if case .start = call, let run = guarded.state.runs.last {
                guarded.starts.append(
                    Start(
                        name: run.query.name, second: time.seconds, session: session,
                        checkpoint: run.stream.options["checkpointLocation"],
                        isBounded: run.stream.trigger == .availableNow))
            }
            if call == .release { Self.end(session, &guarded) }
            if let error = fault?.error { throw error }
            return answer
        }
    }

    private static func takeFault(_ call: SparkCall, _ faults: inout [SparkFault]) -> SparkFault? {
        guard let index = faults.firstIndex(where: { $0.call == nil || $0.call == call }) else { return nil }
        guard faults[index].skipping == 0 else {
            faults[index].skipping -= 1
            return nil
        }
        let fault = faults[index]
        faults[index].count -= 1
        if faults[index].count == 0 { faults.remove(at: index) }
        return fault
    }
}
