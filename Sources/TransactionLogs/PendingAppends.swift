/// Records that have their offsets and are not yet in the files: what the next synchronization takes along.
struct PendingAppends: Sendable {
    private(set) var group = CommitGroup()
    private(set) var records: [[UInt8]]
    private(set) var nextOffsets: [Int64]
    private(set) var byteCount = 0
    /// Why nothing more is taken: the log was closed, or a synchronization failed.
    var refusal: TransactionLogError?

    init(nextOffsets: [Int64]) {
        self.nextOffsets = nextOffsets
        records = nextOffsets.map { _ in [] }
    }

    /// Takes a batch in and gives its messages their offsets.
    mutating func append(_ batch: borrowing AppendBatch) -> AppendReceipt {
        var offsets: [Range<Int64>] = []
        offsets.reserveCapacity(records.count)
        for partition in records.indices {
            records[partition].append(contentsOf: batch.records[partition])
            let first = nextOffsets[partition]
            nextOffsets[partition] += Int64(batch.counts[partition])
            offsets.append(first..<nextOffsets[partition])
        }
        byteCount += batch.byteCount
        return AppendReceipt(offsets: offsets, group: group)
    }

    /// Hands the records over for empty storage, and begins the next group.
    mutating func take(into storage: inout [[UInt8]]) -> CommitGroup {
        swap(&records, &storage)
        byteCount = 0
        defer { group = CommitGroup() }
        return group
    }

    /// Gives up what is pending, because records before it were not written and its offsets would be wrong.
    mutating func fail(_ error: TransactionLogError, continuingAt offsets: [Int64]) {
        group.complete(.failure(error))
        group = CommitGroup()
        for partition in records.indices { records[partition].removeAll(keepingCapacity: true) }
        byteCount = 0
        nextOffsets = offsets
    }
}
