import System

/// What a signal to stop leads to: the first one drains if there is something to drain, any other ends the process.
struct StopMachine: Sendable {
    /// What is to be done about a signal.
    enum Action: Sendable, Hashable {
        /// Stop taking in, finish what is under way, commit.
        case drain
        /// End the process now, with this status.
        case exit(status: Int32)
    }

    /// The signal that led to draining; nil before it came.
    private(set) var drained: StopSignal?

    /// Decides about a signal.
    ///
    /// - Parameter canDrain: whether anything has asked to be drained.
    mutating func receive(_ signal: StopSignal, canDrain: Bool) -> Action {
        guard canDrain, drained == nil else { return .exit(status: 128 + signal.rawValue) }
        drained = signal
        return .drain
    }
}
