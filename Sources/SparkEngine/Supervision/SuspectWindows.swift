internal import Commerce

/// The windows that a streaming aggregate may have got wrong: a transaction came when its watermark may have passed their end,
/// or it has not seen all of their transactions.
///
/// The aggregate's watermark is never ahead of the largest event time less the delay, over all that it was given so far. So a
/// window that ends after that, when a transaction of it is committed, can't have lost it.
struct SuspectWindows: Sendable, Equatable {
    /// The most windows that are remembered one by one. Beyond, neighbours are taken together with what lies between them.
    static let limit = 4_096

    private let size: Int64
    /// Ascending, disjoint, not touching each other.
    private(set) var ranges: [Range<Int64>] = []

    init(size: Int64, starts: [Int64] = []) {
        self.size = size
        for start in starts.sorted() { insert(start) }
    }

    /// Whether there are none.
    var isEmpty: Bool { ranges.isEmpty }

    /// How many windows there are.
    var count: Int64 { ranges.reduce(0) { $0 + ($1.upperBound - $1.lowerBound) / size } }

    /// The starts of all.
    var starts: [Int64] {
        ranges.flatMap { Array(stride(from: $0.lowerBound, to: $0.upperBound, by: Int64.Stride(size))) }
    }

    /// Adds the window that begins at a moment.
    mutating func insert(_ start: Int64) { insert(start..<start + size) }

    /// Adds all windows that begin in a range, whose bounds are starts of windows.
    mutating func insert(_ range: Range<Int64>) {
        guard !range.isEmpty else { return }
        var joined = range
        let first = ranges.firstIndex { $0.upperBound >= range.lowerBound } ?? ranges.count
        var end = first
        while end < ranges.count, ranges[end].lowerBound <= range.upperBound {
            joined = min(joined.lowerBound, ranges[end].lowerBound)..<max(joined.upperBound, ranges[end].upperBound)
            end += 1
        }
        ranges.replaceSubrange(first..<end, with: [joined])
        if ranges.count > Self.limit { joinNearest() }
    }

    /// The windows that end at a moment or before.
    func closed(through moment: Int64) -> [Range<Int64>] {
        ranges.compactMap { range in
            let end = min(range.upperBound, Self.floor(moment, size))
            return range.lowerBound < end ? range.lowerBound..<end : nil
        }
    }

    /// Forgets the windows that end at a moment or before.
    mutating func remove(through moment: Int64) {
        let end = Self.floor(moment, size)
        ranges = ranges.compactMap { range in
            range.upperBound <= end ? nil : max(range.lowerBound, end)..<range.upperBound
        }
    }

    /// Ranges with another one, ascending and disjoint.
    static func united(_ ranges: [Range<Int64>], _ other: Range<Int64>) -> [Range<Int64>] {
        var windows = SuspectWindows(size: 1)
        for range in ranges + [other] { windows.insert(range) }
        return windows.ranges
    }

    /// As many ranges as are allowed, that hold the given ones and as little else as possible.
    static func joined(_ ranges: [Range<Int64>], atMost limit: Int) -> [Range<Int64>] {
        var windows = SuspectWindows(size: 1)
        for range in ranges { windows.insert(range) }
        while windows.ranges.count > limit { windows.joinNearest() }
        return windows.ranges
    }

    /// The start of the first window that no transaction can be in: no accepted one is of the year 2201.
    static func end(size: Int64) -> Int64 {
        (Timestamp.acceptedMicroseconds.upperBound / size + 1) * size
    }

    private mutating func joinNearest() {
        let gaps = ranges.indices.dropLast().map { ranges[$0 + 1].lowerBound - ranges[$0].upperBound }
        guard let smallest = gaps.min(), let index = gaps.firstIndex(of: smallest) else { return }
        ranges.replaceSubrange(
            index...index + 1, with: [ranges[index].lowerBound..<ranges[index + 1].upperBound])
    }

    private static func floor(_ moment: Int64, _ size: Int64) -> Int64 {
        moment - ((moment % size) + size) % size
    }
}
