/// What a data file's statistics say of the places in the log that its transactions come from.
public struct TransactionFileBounds: Sendable, Hashable {
    /// How many rows there are.
    public let rows: Int64
    /// The partitions, from the first to the last.
    public let partitions: ClosedRange<Int32>
    /// The offsets, from the first to the last, whichever the partition.
    public let offsets: ClosedRange<Int64>

    /// The bounds of a file; nil if its statistics don't tell them.
    public init?(_ file: AddFile) {
        guard let stats = file.stats, let statistics = try? JSON.decode(Statistics.self, from: Array(stats.utf8)),
            statistics.minValues._partition <= statistics.maxValues._partition,
            statistics.minValues._offset <= statistics.maxValues._offset
        else { return nil }
        rows = statistics.numRecords
        partitions = statistics.minValues._partition...statistics.maxValues._partition
        offsets = statistics.minValues._offset...statistics.maxValues._offset
    }

    /// Whether rows of such ranges of offsets may be in the file.
    public func mayHold(_ ranges: [Int32: Range<Int64>]) -> Bool {
        ranges.contains { partition, range in
            !range.isEmpty && partitions.contains(partition) && offsets.overlaps(range)
        }
    }

    private struct Statistics: Decodable {
        var numRecords: Int64
        var minValues: Place
        var maxValues: Place
    }

    private struct Place: Decodable {
        var _partition: Int32
        var _offset: Int64
    }
}
