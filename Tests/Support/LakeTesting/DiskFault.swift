/// What goes wrong on a simulated disk, and when. Operations are counted from 0 since the disk was made.
public struct DiskFault: Sendable, Hashable {
    /// The kinds of trouble.
    public enum Kind: Sendable, Hashable {
        /// The power fails during the operation, of which anything may have come about.
        case crash
        /// The operation fails with EIO.
        case inputOutput
        /// The operation fails with ENOSPC, if it is one that needs space; a write leaves half of its bytes.
        case noSpace
    }

    /// What goes wrong.
    public var kind: Kind
    /// At which operation, or at the first one after it to which it applies.
    public var operation: Int
    /// Whether every later operation fails too.
    public var isLasting: Bool

    /// A fault.
    public init(_ kind: Kind, at operation: Int, isLasting: Bool = false) {
        self.kind = kind
        self.operation = operation
        self.isLasting = isLasting
    }
}
