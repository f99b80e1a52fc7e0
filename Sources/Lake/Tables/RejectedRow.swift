public import Commerce

/// A refused message, as a row of `rejected`.
public struct RejectedRow: Sendable, Hashable {
    /// The partition that it stood in.
    public var partition: Int32
    /// Its offset there.
    public var offset: Int64
    /// Why it was refused, as `Rejection.Reason` says it; other writers may have reasons of their own.
    public var reason: String
    /// The field, position or value that was at fault, in words.
    public var detail: String
    /// The message as it was read.
    public var payload: [UInt8]
    /// When it was refused.
    public var rejectedAt: Timestamp

    /// A row from its columns.
    public init(
        partition: Int32, offset: Int64, reason: String, detail: String, payload: [UInt8], rejectedAt: Timestamp
    ) {
        self.partition = partition
        self.offset = offset
        self.reason = reason
        self.detail = detail
        self.payload = payload
        self.rejectedAt = rejectedAt
    }

    /// The row of a rejection.
    public init(_ rejection: Rejection, partition: Int32, rejectedAt: Timestamp) {
        self.init(
            partition: partition, offset: rejection.offset, reason: rejection.reason.rawValue,
            detail: rejection.detail, payload: rejection.payload, rejectedAt: rejectedAt)
    }
}
