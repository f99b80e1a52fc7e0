import Lake
import Streaming
import System

/// A lake as one commit left it: its three tables belong together, although another process may be writing them.
///
/// The tables are read one after the other, and a pipeline commits to `transactions` first and to the two others soon after.
/// So the tables are looked at again until one commit explains them all.
struct SettledLake {
    /// How often to look before giving up, and how long to wait between two looks: two seconds in all.
    private static let attempts = 100
    private static let pause = Duration.milliseconds(20)

    /// The tables.
    let reading: LakeReading
    /// The records of the commits up to the one that left the tables so, the oldest first, as far as the log has them.
    let records: [CommitRecord]

    /// Opens a lake.
    ///
    /// - Throws: `CommandError` with exit code 12 if there is no lake, or one that is written too fast to be looked at; with
    ///   exit code 15 if the tables were left in disagreement; with exit code 10 if another pipeline has filled them.
    init(_ place: LakePlace, pipeline: String) throws {
        var reading = try LakeReading(place)
        var wasWritten = true
        for attempt in 0..<Self.attempts {
            if attempt > 0 { SystemClock.sleep(Self.pause) }
            try reading.update()
            let all = try Self.records(of: reading, pipeline)
            if all.isEmpty { try Self.checkIsEmpty(reading, pipeline) }
            if let count = Self.count(of: all, explaining: reading.lake, pipeline) {
                self.reading = reading
                records = Array(all.prefix(count))
                return
            }
            // Only tables that were looked at after their writer had gone are in real disagreement.
            guard wasWritten else {
                throw CommandError(
                    "the tables of the lake at \(place.url.argument) belong to different commits",
                    hints: ["if a pipeline was killed, start it again: it first finishes its last commit"],
                    exitCode: .differenceFound)
            }
            wasWritten = try reading.isBeingWritten()
        }
        throw CommandError(
            "the lake at \(place.url.argument) is written so fast that its tables were never seen at one commit",
            hints: ["try again with a longer --commit-interval, or after the pipeline has ended"],
            exitCode: .lakeUnreachable)
    }

    /// Where other writers have shortened the log of `transactions`, the pipeline's copy of its last record is what is left.
    private static func records(of reading: LakeReading, _ pipeline: String) throws -> [CommitRecord] {
        let history = CommitHistory(reading.lake.transactions, pipeline: pipeline)
        let all = try history.all()
        return try all.isEmpty ? [history.last()].compactMap(\.self) : all
    }

    private static func checkIsEmpty(_ reading: LakeReading, _ pipeline: String) throws {
        guard !reading.lake.transactions.snapshot.transactions.isEmpty else { return }
        throw CommandError(
            "the lake at \(reading.place.url.argument) has no commit of the pipeline `\(pipeline)`",
            hints: ["SOUK_PIPELINE_NAME or pipeline.name in the configuration names the pipeline that wrote it"],
            exitCode: .configuration)
    }

    /// How many of a lake's commits, in their order, make its tables what they are; nil if no number does.
    private static func count(of records: [CommitRecord], explaining lake: TransactionLake, _ pipeline: String) -> Int?
    {
        let windows = lake.windows.snapshot.transactionVersion(of: pipeline)
        let rejected = lake.rejected.snapshot.transactionVersion(of: pipeline)
        var lastWindows: Int64?
        var lastRejected: Int64?
        var partitions: Set<Int32> = []
        var count = records.isEmpty ? 0 : nil
        for (index, record) in records.enumerated() {
            partitions.formUnion(record.pieces.map(\.partition))
            if !record.following.windows.isEmpty { lastWindows = record.sequence }
            if !record.following.rejected.isEmpty { lastRejected = record.sequence }
            let isRead = record.nextOffsets.allSatisfy { partition, offset in
                let committed = lake.transactions.snapshot.transactionVersion(of: "\(pipeline)/\(partition)")
                return committed == offset || committed == nil && Int32(partition).map(partitions.contains) == false
            }
            // Commits that have left the log are older than all records; what they were followed by is done.
            let first = records[0].sequence
            let isFollowed =
                (lastWindows.map { $0 == windows } ?? ((windows ?? 0) < first))
                && (lastRejected.map { $0 == rejected } ?? ((rejected ?? 0) < first))
            if isRead, isFollowed { count = index + 1 }
        }
        return count
    }
}
