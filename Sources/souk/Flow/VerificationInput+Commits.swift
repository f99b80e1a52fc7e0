import Analysis
import Streaming
import Windowing

extension VerificationInput {
    /// What a lake is held against: its last commit.
    init(_ last: CommitRecord) {
        // Offsets whose messages were replaced are not gaps: the lake holds the former ones.
        let replaced = last.replacedOffsets?.values.joined().reduce(Int64(0)) { $0 + $1.to - $1.from } ?? 0
        self.init(
            windowSize: last.windows.size,
            partitions: last.nextOffsets.compactMap { text, next in
                Int32(text).map { partition in
                    Partition(
                        partition: partition, firstOffset: last.firstOffsets[text] ?? 0, nextOffset: next,
                        lost: (last.lostOffsets?[text] ?? []).map { $0.from..<$0.to })
                }
            }.sorted { $0.partition < $1.partition },
            counters: Counters(
                read: last.read, accepted: last.accepted, rejected: last.accounting.rejected,
                windowed: last.accounting.windowed, revised: last.revised, lost: (last.lost ?? 0) - replaced),
            closedThrough: last.watermark, allClosed: last.closedAll,
            stale: last.staleWindows.ranges,
            // Transactions and compaction leave gaps in a topic; whether they are the log's own is seen in the log alone.
            allowsGaps: last.log.hasPrefix("kafka:"))
    }
}

extension CommitRecord {
    /// The offsets that a lake should hold after the commit, by partition.
    var committedOffsets: [Int32: Range<Int64>] {
        nextOffsets.reduce(into: [:]) { ranges, entry in
            guard let partition = Int32(entry.key) else { return }
            let first = firstOffsets[entry.key] ?? 0
            ranges[partition] = first..<max(first, entry.value)
        }
    }
}
