import Commerce
import TransactionLogs

/// A log whose messages lie in memory, all there from the beginning.
struct MemoryLog: TransactionLog {
    let identity = LogIdentity("memory:test")
    var messages: [Int32: [[UInt8]]]

    func partitions() throws -> [Int32] { messages.keys.sorted() }

    func offsets(of partition: Int32) throws -> Range<Int64> { 0..<Int64(messages[partition]?.count ?? 0) }

    func reader(of partition: Int32, from offset: Int64) throws -> any PartitionReader {
        Reader(messages: messages[partition] ?? [], position: offset)
    }

    func waitForRecords(beyond positions: [Int32: Int64], timeout: Duration) throws -> Bool {
        try positions.contains { try $0.value < offsets(of: $0.key).upperBound }
    }

    private final class Reader: PartitionReader {
        let messages: [[UInt8]]
        private(set) var position: Int64

        init(messages: [[UInt8]], position: Int64) {
            self.messages = messages
            self.position = position
        }

        func read(limit: Int, _ body: (borrowing RecordBatch) throws -> Void) throws -> Int {
            let range = Int(position)..<min(messages.count, Int(position) + limit)
            guard !range.isEmpty else { return 0 }
            let arena = messages[range].flatMap { $0 }
            try unsafe arena.withUnsafeBytes { arena in
                var records: [RecordBatch.Record] = unsafe []
                var start = 0
                for index in range {
                    let end = start + messages[index].count
                    unsafe records.append(
                        RecordBatch.Record(
                            offset: Int64(index), payload: UnsafeRawBufferPointer(rebasing: arena[start..<end])))
                    start = end
                }
                try unsafe records.withUnsafeBufferPointer { records in
                    try body(unsafe RecordBatch(lending: records))
                }
            }
            position += Int64(range.count)
            return range.count
        }

        func close() {}
    }
}
