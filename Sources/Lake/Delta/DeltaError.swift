/// Why a table can't be read or written, and what to do about it.
public struct DeltaError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of failure that callers tell apart.
    public enum Code: Sendable, Hashable {
        /// The log is damaged: a file that is not what it should be, or one that is missing.
        case damaged
        /// The table needs something of its readers or writers that Souk does not do.
        case unsupported
        /// The table's columns are not those that Souk writes.
        case schemaMismatch
        /// The table exists already.
        case alreadyExists
    }

    /// The kind of failure.
    public var code: Code
    /// What failed, where, why, and what to do next.
    public var description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
