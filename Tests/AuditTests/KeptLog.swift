import TransactionLogs

/// A log whose messages lie in memory, of which some may be gone: from its beginning, from its end and between others.
struct KeptLog: TransactionLog {
    /// The messages by partition and offset; nil for a message without a value.
    var messages: [Int32: [Int64: [UInt8]?]]
    /// What each partition holds, where that is more than the messages say.
    var ranges: [Int32: Range<Int64>] = [:]
    /// What the log answers when it is asked whether it compacts.
    var compaction: Result<Bool, TransactionLogError> = .success(false)

    var identity: LogIdentity { LogIdentity("memory:kept") }

    func partitions() -> [Int32] { messages.keys.sorted() }

    func offsets(of partition: Int32) -> Range<Int64> {
        let offsets = messages[partition].map { $0.keys.sorted() } ?? []
        return ranges[partition] ?? (offsets.first ?? 0)..<(offsets.last ?? -1) + 1
    }

    func isCompacted() throws -> Bool { try compaction.get() }

    func reader(of partition: Int32, from offset: Int64) throws -> any PartitionReader {
        let range = offsets(of: partition)
        guard range.contains(offset) || offset == range.upperBound else {
            throw TransactionLogError(.offsetOutOfRange, "offset \(offset) is not in \(range)")
        }
        let rest = (messages[partition] ?? [:]).filter { $0.key >= offset }.sorted { $0.key < $1.key }
        return Reader(rest: rest[...], position: offset, end: range.upperBound)
    }

    func waitForRecords(beyond positions: [Int32: Int64], timeout: Duration) -> Bool { false }

    private final class Reader: PartitionReader {
        private var rest: ArraySlice<(key: Int64, value: [UInt8]?)>
        private let end: Int64
        private(set) var position: Int64

        init(rest: ArraySlice<(key: Int64, value: [UInt8]?)>, position: Int64, end: Int64) {
            self.rest = rest
            self.position = position
            self.end = end
        }

        func read(limit: Int, _ body: (borrowing RecordBatch) throws -> Void) throws -> Int {
            let piece = rest.prefix(min(limit, 700))
            guard !piece.isEmpty else {
                position = end
                return 0
            }
            let arena = piece.flatMap { $0.value ?? [] }
            try unsafe arena.withUnsafeBytes { arena in
                var records: [RecordBatch.Record] = unsafe []
                var start = 0
                for (offset, value) in piece {
                    let count = value?.count ?? 0
                    let bytes = unsafe UnsafeRawBufferPointer(rebasing: arena[start..<start + count])
                    unsafe records.append(
                        RecordBatch.Record(offset: offset, payload: value == nil ? nil : bytes))
                    start += count
                }
                try unsafe records.withUnsafeBufferPointer { try body(unsafe RecordBatch(lending: $0)) }
            }
            rest = rest.dropFirst(piece.count)
            position = rest.first?.key ?? end
            return piece.count
        }

        func close() {}
    }
}
