/// Collects records whose payloads lie in one buffer, and lends them.
///
/// The storage is kept from batch to batch, so that reading allocates nothing per record. The pointers are only valid
/// while the buffer is: whoever fills the list empties it before the buffer moves.
@safe
struct RecordList {
    private var records: [RecordBatch.Record]

    init() {
        unsafe records = []
    }

    var count: Int { unsafe records.count }

    /// Empties the list and keeps its storage.
    mutating func removeAll() {
        unsafe records.removeAll(keepingCapacity: true)
    }

    /// Adds a record whose payload is a part of the buffer.
    @inline(__always)
    @unsafe
    mutating func append(offset: Int64, payload: Range<Int>, of bytes: UnsafeRawBufferPointer) {
        unsafe records.append(
            RecordBatch.Record(offset: offset, payload: UnsafeRawBufferPointer(rebasing: bytes[payload])))
    }

    /// Lends the records, if there are any.
    func lend(to body: (borrowing RecordBatch) throws -> Void) rethrows {
        guard count > 0 else { return }
        try unsafe records.withUnsafeBufferPointer { try unsafe body(RecordBatch(lending: $0)) }
    }
}
