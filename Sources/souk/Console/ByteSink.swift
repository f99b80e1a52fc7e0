import System

/// Where bytes go: one of the process's streams, or a test's memory.
protocol ByteSink: Sendable {
    /// Writes all bytes.
    ///
    /// - Throws: `BrokenPipe` if the reader is gone.
    func write(_ bytes: [UInt8]) throws
}

extension StandardStream: ByteSink {}
