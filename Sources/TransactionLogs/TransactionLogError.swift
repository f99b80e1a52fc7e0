/// What went wrong in a log, where, and what to do about it.
public struct TransactionLogError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of failure that callers tell apart.
    public enum Code: Sendable, Hashable {
        /// There is no log at that place.
        case missing
        /// The log's server can't be reached, or can't serve, for now: the same call may succeed later.
        case unreachable
        /// Access was denied, or the log's settings contradict each other.
        case notPermitted
        /// Another process writes this log.
        case alreadyOpen
        /// The offset is not in the log: retention overtook it, or it lies beyond the end.
        case offsetOutOfRange
        /// Another log stands in the place of the one that was opened or read: a topic that was deleted and created again, a
        /// file that was rewritten.
        case replaced
        /// A record's checksum or structure is wrong.
        case damaged
        /// The device refused a read or a write: a full disk, an I/O error.
        case inputOutput
    }

    /// The kind of failure.
    public var code: Code
    /// What failed, where, why, and what to do next.
    public var description: String
    /// The operating system's or the library's own error number, where there is one.
    public var systemCode: Int32?

    /// Whether the same call may succeed later without anybody's help: worth waiting for.
    public var isTransient: Bool { code == .unreachable }

    /// A failure of a log.
    public init(_ code: Code, _ description: String, systemCode: Int32? = nil) {
        self.code = code
        self.description = description
        self.systemCode = systemCode
    }
}
