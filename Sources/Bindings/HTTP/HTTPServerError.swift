public import System

/// Why a server can't listen, where, and what to do about it.
public struct HTTPServerError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of failure that callers tell apart.
    public enum Code: Sendable, Hashable {
        /// The text is no `HOST:PORT`.
        case invalidAddress
        /// The host has no address, or none on this machine.
        case unknownAddress
        /// Another process listens on the port.
        case portInUse
        /// The operating system refuses the port to this user.
        case notPermitted
        /// Sockets, threads or memory are used up.
        case noResources
    }

    /// The kind of failure.
    public var code: Code
    /// What failed, where, why, and what to do next.
    public var description: String
    /// The operating system's own error number, where there is one.
    public var systemCode: Int32?
    /// Who listens on the port, where that can be found out.
    public var owner: PortOwner?

    /// A failure of a server.
    public init(_ code: Code, _ description: String, systemCode: Int32? = nil, owner: PortOwner? = nil) {
        self.code = code
        self.description = description
        self.systemCode = systemCode
        self.owner = owner
    }
}
