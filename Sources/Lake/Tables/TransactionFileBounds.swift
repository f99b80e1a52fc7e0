internal import Parquet

/// Which places in the log a data file's transactions come from.
public struct TransactionFileBounds: Sendable, Hashable {
    /// More partitions than any topic has: statistics that tell of more are wrong.
    private static let partitionLimit = 100_000

    /// The offsets of each partition, from the first to the last.
    public let offsets: [Int32: ClosedRange<Int64>]
    /// Whether each partition's offsets are its own. Statistics tell one range for all partitions of a file.
    public let isExact: Bool

    init(offsets: [Int32: ClosedRange<Int64>], isExact: Bool) {
        self.offsets = offsets
        self.isExact = isExact
    }

    /// What a file's statistics tell; nil if they don't.
    public init?(_ file: AddFile) {
        guard let stats = file.stats, let statistics = try? JSON.decode(Statistics.self, from: Array(stats.utf8)) else {
            return nil
        }
        let first = statistics.minValues
        let last = statistics.maxValues
        guard 0 <= first._partition, first._partition <= last._partition,
            Int(last._partition) - Int(first._partition) < Self.partitionLimit, 0 <= first._offset,
            first._offset <= last._offset
        else { return nil }
        let partitions = first._partition...last._partition
        offsets = Dictionary(uniqueKeysWithValues: partitions.map { ($0, first._offset...last._offset) })
        isExact = partitions.count == 1
    }

    /// What a file's rows tell.
    ///
    /// - Throws: `ParquetError`, `FileSystemError`.
    public init(reading file: AddFile, on fileSystem: any FileSystem) throws {
        var offsets: [Int32: ClosedRange<Int64>] = [:]
        try TransactionsTable.placeSchema.forEachBatch(
            of: [file], in: TransactionsTable.directory, on: fileSystem
        ) { batch in
            for (partition, offset) in zip(try batch.smallIntegers("_partition"), try batch.integers("_offset")) {
                let known = offsets[partition] ?? offset...offset
                offsets[partition] = min(known.lowerBound, offset)...max(known.upperBound, offset)
            }
        }
        self.offsets = offsets
        isExact = true
    }

    /// Whether rows of such ranges of offsets may be in the file.
    public func mayHold(_ ranges: [Int32: Range<Int64>]) -> Bool {
        ranges.contains { partition, range in !range.isEmpty && offsets[partition]?.overlaps(range) == true }
    }

    /// How many rows of such ranges there can be in the file.
    public func mostRows(of ranges: [Int32: Range<Int64>]) -> Int64 {
        ranges.reduce(0) { sum, entry in
            guard let own = offsets[entry.key], own.overlaps(entry.value) else { return sum }
            let last = min(own.upperBound, entry.value.upperBound - 1)
            return sum + last - max(own.lowerBound, entry.value.lowerBound) + 1
        }
    }

    private struct Statistics: Decodable {
        var minValues: Place
        var maxValues: Place
    }

    private struct Place: Decodable {
        var _partition: Int32
        var _offset: Int64
    }
}
