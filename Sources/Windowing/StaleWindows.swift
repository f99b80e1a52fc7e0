internal import Commerce

/// Windows whose rows in the lake may not agree with their transactions: a sale came for them when their state had been
/// forgotten, or an engine may have left one out. They are recomputed from the lake.
///
/// A set of window starts, kept as ranges. It is bounded: beyond `limit` ranges the nearest neighbours are taken together with
/// the windows between them, which costs a recomputation more and can't make a row wrong.
public struct StaleWindows: Sendable, Hashable {
    /// The most ranges that are kept apart.
    public static let limit = 1_024

    /// The length of a window in microseconds.
    public let size: Int64
    /// From the start of the first window to the end of the last, in microseconds since the epoch; ascending, disjoint, not
    /// touching each other.
    public private(set) var ranges: [Range<Int64>] = []

    /// A set of windows, given by their starts in any order.
    public init(size: Int64, starts: some Sequence<Int64> = []) {
        self.size = size
        formUnion(starts: starts)
    }

    /// A set of windows, given by ranges in any order whose bounds are starts of windows.
    public init(size: Int64, ranges: [Range<Int64>]) {
        self.size = size
        formUnion(ranges)
    }

    /// Whether there are none.
    public var isEmpty: Bool { ranges.isEmpty }

    /// How many windows there are.
    public var count: Int64 { ranges.reduce(0) { $0 + ($1.upperBound - $1.lowerBound) / size } }

    /// The starts of all, ascending.
    public var starts: [Int64] {
        ranges.flatMap { Array(stride(from: $0.lowerBound, to: $0.upperBound, by: Int64.Stride(size))) }
    }

    /// Adds the windows that begin at the given moments.
    public mutating func formUnion(starts: some Sequence<Int64>) {
        formUnion(starts.sorted().map { $0..<$0 + size })
    }

    /// Adds all windows that begin in the given ranges, whose bounds are starts of windows.
    public mutating func formUnion(_ others: [Range<Int64>]) {
        guard !others.isEmpty else { return }
        var united: [Range<Int64>] = []
        for range in (ranges + others).sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
            if let last = united.last, range.lowerBound <= last.upperBound {
                united[united.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                united.append(range)
            }
        }
        ranges = Self.joined(united, atMost: Self.limit)
    }

    /// Removes all windows of another set.
    public mutating func subtract(_ others: StaleWindows) {
        for other in others.ranges {
            ranges = ranges.flatMap { range -> [Range<Int64>] in
                guard range.overlaps(other) else { return [range] }
                let before = range.lowerBound..<max(range.lowerBound, other.lowerBound)
                let after = min(range.upperBound, other.upperBound)..<range.upperBound
                return [before, after].filter { !$0.isEmpty }
            }
        }
    }

    /// The windows that end at a moment or before.
    public func closed(through moment: Int64) -> [Range<Int64>] {
        let end = Self.floor(moment, size)
        return ranges.compactMap { range in
            range.lowerBound < end ? range.lowerBound..<min(range.upperBound, end) : nil
        }
    }

    /// Forgets the windows that end at a moment or before.
    public mutating func remove(through moment: Int64) {
        let end = Self.floor(moment, size)
        ranges = ranges.compactMap { range in
            range.upperBound <= end ? nil : max(range.lowerBound, end)..<range.upperBound
        }
    }

    /// Forgets the windows that end after a moment.
    public mutating func removeAll(endingAfter moment: Int64) {
        ranges = closed(through: moment)
    }

    /// As many ranges as are allowed, which hold the given ones and as little else as possible.
    ///
    /// - Parameter ranges: ascending and disjoint.
    public static func joined(_ ranges: [Range<Int64>], atMost limit: Int) -> [Range<Int64>] {
        guard ranges.count > limit else { return ranges }
        let gaps = ranges.indices.dropFirst().sorted { left, right in
            let leftGap = ranges[left].lowerBound - ranges[left - 1].upperBound
            let rightGap = ranges[right].lowerBound - ranges[right - 1].upperBound
            return (rightGap, left) < (leftGap, right)
        }
        let kept = Set(gaps.prefix(limit - 1))
        var joined: [Range<Int64>] = []
        for (index, range) in ranges.enumerated() {
            if let last = joined.last, !kept.contains(index) {
                joined[joined.count - 1] = last.lowerBound..<range.upperBound
            } else {
                joined.append(range)
            }
        }
        return joined
    }

    /// The start of the first window that no transaction can be in: no accepted one is of the year 2201.
    public static func end(size: Int64) -> Int64 {
        (Timestamp.acceptedMicroseconds.upperBound / size + 1) * size
    }

    private static func floor(_ moment: Int64, _ size: Int64) -> Int64 {
        guard moment >= .min + size else { return .min }
        return moment - ((moment % size) + size) % size
    }
}
