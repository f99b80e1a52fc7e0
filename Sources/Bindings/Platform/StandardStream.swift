internal import CPlatform

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
    /// - Throws: `BrokenPipe` if the reader is gone, `PlatformError` for everything else.
    public func write(_ bytes: [UInt8]) throws {
        let failure = unsafe bytes.withUnsafeBytes { unsafe souk_write_stream(rawValue, $0.baseAddress, $0.count) }
        switch failure {
        case 0: return
        case souk_broken_pipe: throw BrokenPipe()
        default: throw PlatformError("writing to standard \(self)", number: failure)
        }
    }
}
