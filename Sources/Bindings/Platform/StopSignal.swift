internal import CPlatform

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
    public static func block() throws(PlatformError) {
        let failure = souk_block_stop_signals()
        guard failure == 0 else { throw PlatformError("blocking signals", number: failure) }
    }

    /// Waits for the next signal. Blocks its thread.
    public static func next() throws(PlatformError) -> StopSignal {
        let number = souk_wait_for_stop_signal()
        guard let signal = StopSignal(rawValue: number) else {
            throw PlatformError("waiting for a signal", number: number < 0 ? -number : 0)
        }
        return signal
    }
}
