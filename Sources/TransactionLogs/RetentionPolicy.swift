/// How long an embedded log keeps its segments.
public struct RetentionPolicy: Sendable, Hashable {
    /// Segments that were last written longer ago than this are deleted; nil keeps them whatever their age.
    public var maximumAge: Duration?
    /// While the log has more bytes than this, its oldest segments are deleted; nil keeps them whatever their size.
    public var maximumBytes: Int64?

    /// A policy; without limits it keeps everything.
    public init(maximumAge: Duration? = nil, maximumBytes: Int64? = nil) {
        self.maximumAge = maximumAge
        self.maximumBytes = maximumBytes
    }

    /// A segment as the policy sees it.
    struct Segment: Sendable, Hashable {
        var base: Int64
        var bytes: Int64
        /// When it was last written, in microseconds since the epoch.
        var modified: Int64
    }

    /// How many segments of each partition are to go, from its first. Each partition keeps its last one.
    ///
    /// - Parameter partitions: the segments of each partition, ascending.
    func expired(_ partitions: [[Segment]], now: Int64) -> [Int] {
        var counts = partitions.map { segments in
            segments.dropLast().prefix { isTooOld($0, now: now) }.count
        }
        guard let maximumBytes else { return counts }
        var total = zip(partitions, counts).reduce(Int64(0)) { total, partition in
            partition.0.dropFirst(partition.1).reduce(total) { $0 + $1.bytes }
        }
        while total > maximumBytes {
            let candidates = partitions.indices.filter { counts[$0] < partitions[$0].count - 1 }
            guard
                let oldest = candidates.min(by: {
                    partitions[$0][counts[$0]].modified < partitions[$1][counts[$1]].modified
                })
            else { break }
            total -= partitions[oldest][counts[oldest]].bytes
            counts[oldest] += 1
        }
        return counts
    }

    private func isTooOld(_ segment: Segment, now: Int64) -> Bool {
        guard let maximumAge else { return false }
        return .microseconds(now - segment.modified) > maximumAge
    }
}
