import Analysis
import Streaming

extension VerificationInput {
    /// What a lake is held against: its last commit, and the horizons of all commits that its log still has.
    init(_ last: CommitRecord, records: [CommitRecord]) {
        self.init(
            windowSize: last.windows.size, delay: last.windows.delay, lateness: last.windows.lateness,
            partitions: last.nextOffsets.compactMap { text, next in
                Int32(text).map { partition in
                    Partition(
                        partition: partition, firstOffset: last.firstOffsets[text] ?? 0, nextOffset: next,
                        lost: (last.lostOffsets?[text] ?? []).map { $0.from..<$0.to })
                }
            }.sorted { $0.partition < $1.partition },
            counters: Counters(
                read: last.read, accepted: last.accepted, rejected: last.accounting.rejected, windowed: last.windowed,
                tooLate: last.tooLate, revised: last.revised, lost: last.lost ?? 0),
            closedThrough: last.watermark, allClosed: last.closedAll,
            pieces: records.flatMap(\.pieces).filter { $0.from < $0.to }.map {
                Piece(partition: $0.partition, fromOffset: $0.from, toOffset: $0.to, horizon: $0.horizon)
            },
            // Transactions and compaction leave gaps in a topic; whether they are the log's own is seen in the log alone.
            allowsGaps: last.log.hasPrefix("kafka:"))
    }
}
