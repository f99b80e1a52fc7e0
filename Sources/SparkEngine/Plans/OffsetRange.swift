/// Messages of one partition: those at the offsets `from..<to`, as far as there are any.
public struct OffsetRange: Sendable, Hashable {
    /// Which partition.
    public var partition: Int32
    /// The first offset.
    public var from: Int64
    /// The offset behind the last.
    public var to: Int64

    /// The offsets `from..<to` of a partition.
    public init(partition: Int32, from: Int64, to: Int64) {
        self.partition = partition
        self.from = from
        self.to = to
    }
}

extension [OffsetRange] {
    /// The condition that a row is of one of the ranges, in a form whose bounds Delta compares with the statistics of files.
    func condition(partition: String, offset: String) -> String {
        guard !isEmpty else { return "false" }
        let ranges = map {
            "(\(partition) = \($0.partition) AND \(offset) >= \($0.from)L AND \(offset) < \($0.to)L)"
        }
        return "(" + ranges.joined(separator: " OR ") + ")"
    }
}
