/// What went wrong with a file, where, and what to do about it.
public struct FileSystemError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of failure that callers tell apart.
    public enum Code: Sendable, Hashable {
        /// No such file, or a directory in its path is missing.
        case notFound
        /// A part of the path is a file where a directory should be, or the other way round.
        case notADirectory
        /// Access was denied.
        case notPermitted
        /// Another process holds the lock.
        case locked
        /// The disk or a quota is full.
        case noSpace
        /// An I/O error; after a failed fsync nothing that was written may be trusted.
        case inputOutput
        /// A quota of the server is used up: writing goes on once somebody has made room or raised it.
        case quotaExceeded
        /// The server can't be reached, or can't serve, for now: the same call may succeed later.
        case unreachable
    }

    /// The kind of failure.
    public var code: Code
    /// What failed, where, why, and what to do next.
    public var description: String
    /// The operating system's or the library's own error number, where there is one.
    public var systemCode: Int32?

    /// Whether the same call may succeed later while this process waits.
    public var isTransient: Bool { code == .unreachable || code == .quotaExceeded }

    /// A failure of a file system.
    public init(_ code: Code, _ description: String, systemCode: Int32? = nil) {
        self.code = code
        self.description = description
        self.systemCode = systemCode
    }
}
