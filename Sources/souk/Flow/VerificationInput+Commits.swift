import Analysis
import Streaming

extension VerificationInput {
    /// What a lake is held against: its last commit, and the horizons of all commits that its log still has.
    init(_ last: CommitRecord, records: [CommitRecord]) {
        self.init(
            windowSize: last.windows.size, delay: last.windows.delay, lateness: last.windows.lateness,
            partitions: last.nextOffsets.compactMap { text, next in
                Int32(text).map { partition in
                    Partition(partition: partition, firstOffset: last.firstOffsets[text] ?? 0, nextOffset: next)
                }
            }.sorted { $0.partition < $1.partition },
            counters: Counters(
                read: last.read, accepted: last.accepted, rejected: last.accounting.rejected, windowed: last.windowed,
                tooLate: last.tooLate, revised: last.revised),
            closedThrough: last.watermark, allClosed: last.closedAll,
            pieces: records.flatMap(\.pieces).map {
                Piece(partition: $0.partition, fromOffset: $0.from, toOffset: $0.to, horizon: $0.horizon)
            })
    }
}
