import CSystem

/// The signals that ask the process to stop.
public enum StopSignal: Int32, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    /// Ctrl-C.
    case interrupt = 2
    /// What `kill` and service managers send.
    case terminate = 15

    /// The signal's name.
    public var description: String { self == .interrupt ? "SIGINT" : "SIGTERM" }

    /// Keeps the signals from ending the process, so that `next()` can take them. Called once, before the first thread is
    /// started: threads inherit it.
    public static func block() throws(SystemError) {
        try SystemError.check(souk_block_stop_signals(), "blocking signals")
    }

    /// Waits for the next signal. Blocks its thread.
    public static func next() throws(SystemError) -> StopSignal {
        let number = try SystemError.check(souk_wait_for_stop_signal(), "waiting for a signal")
        guard let signal = StopSignal(rawValue: number) else {
            preconditionFailure("signal \(number) was not asked for")
        }
        return signal
    }
}
