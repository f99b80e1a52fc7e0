/// Records lent by a log for the time of one call: offsets and payloads that lie in the log's own memory.
///
/// A value of this type never outlives the closure that it is lent to.
@safe
public struct RecordBatch: ~Copyable {
    /// One record in memory that the log owns.
    @unsafe
    public struct Record {
        /// The record's offset.
        public var offset: Int64
        /// The payload's bytes; nil for a message without a value.
        public var payload: UnsafeRawBufferPointer?

        /// Describes a record in the log's memory.
        public init(offset: Int64, payload: UnsafeRawBufferPointer?) {
            unsafe self.offset = offset
            unsafe self.payload = payload
        }
    }

    /// The records. Their memory must stay as it is while the batch lives.
    @usableFromInline
    let records: UnsafeBufferPointer<Record>

    /// Lends records. The caller keeps their memory unchanged until the batch is gone.
    public init(lending records: UnsafeBufferPointer<Record>) {
        unsafe self.records = records
    }

    /// How many records there are.
    @inlinable
    public var count: Int { unsafe records.count }

    /// The offset of a record.
    @inlinable
    public func offset(at index: Int) -> Int64 {
        unsafe records[index].offset
    }

    /// Whether a record has no value (a tombstone).
    @inlinable
    public func isTombstone(at index: Int) -> Bool {
        unsafe records[index].payload == nil
    }

    /// The payload of a record; empty for a tombstone.
    @inlinable
    @_lifetime(borrow self)
    public func payload(at index: Int) -> RawSpan {
        guard let bytes = unsafe records[index].payload else { return RawSpan() }
        return unsafe _overrideLifetime(RawSpan(_unsafeBytes: bytes), borrowing: self)
    }
}
