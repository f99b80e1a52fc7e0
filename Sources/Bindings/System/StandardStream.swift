import CSystem

/// Standard output and standard error: whether they are terminals, how wide, and how bytes get there.
public enum StandardStream: Int32, Sendable, Hashable {
    /// Where data goes.
    case output = 1
    /// Where words go.
    case error = 2

    /// Whether a person is looking.
    public var isTerminal: Bool { souk_is_terminal(rawValue) }

    /// The terminal's columns; nil if this is no terminal or it does not say.
    public var columns: Int? {
        let columns = Int(souk_terminal_columns(rawValue))
        return columns > 0 ? columns : nil
    }

    /// Writes all bytes, however many calls it takes.
    ///
    /// - Throws: `BrokenPipe` if the reader is gone, `SystemError` for everything else.
    public func write(_ bytes: [UInt8]) throws {
        let result = unsafe bytes.withUnsafeBytes { unsafe souk_write_all(rawValue, $0.baseAddress, $0.count) }
        guard result != -ErrorNumber.brokenPipe.rawValue else { throw BrokenPipe() }
        try SystemError.check(result, "writing to standard \(self)")
    }
}
