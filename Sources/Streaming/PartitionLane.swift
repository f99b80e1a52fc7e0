internal import Commerce
internal import Lake
internal import Live
internal import TransactionLogs
internal import Windowing

/// Carries one partition from the log to the lake: fetch, decode, windows, live view, Parquet.
///
/// A lane knows no threads and no clock; whoever owns it calls `step` until there is nothing to read, and `cut` when it is
/// time to commit. It goes on with a new file right after a cut, while the committer makes the old one durable.
struct PartitionLane: ~Copyable {
    /// How many messages one step takes at the most: few enough to stay in the second-level cache.
    static let stepLimit = 8_192
    /// How many refused messages are held before they are written out.
    private static let rejectionLimit = 1_024
    /// How many bytes of refused messages are held before they are written out.
    private static let rejectionBytesLimit = 1 << 20
    /// How large the dictionaries of cities, categories and payment methods may grow before they are begun anew.
    private static let dictionaryBytesLimit = 4 << 20

    let partition: Int32
    private let log: any TransactionLog
    private let reader: any PartitionReader
    private let fileSystem: any FileSystem
    private let runIdentity: String
    private let end: Int64?
    private let stepLimit: Int
    private var decoder: TransactionDecoder
    private var batch: TransactionBatch
    private var windows: PartialWindows
    private(set) var watermark: PartitionWatermark
    private(set) var live: LiveAggregate
    private var forgottenEnd: Int64
    private var cutPosition: Int64
    /// What the next piece with messages says of offsets that were replaced.
    private var replaced: Range<Int64>?
    private var isAtEnd = false
    private var fileCount = 0
    private var accounting = Accounting()
    private var accountingBeforeCut = Accounting()
    private var rejectionBytes = 0
    private var transactions: TransactionsFile?
    private var rejections: RejectedFile?

    /// Opens a partition where the lake's last commit left it.
    ///
    /// - Parameters:
    ///   - lost: the offsets from there on that the log does not have any more, to be counted as lost.
    ///   - replaced: the offsets before it whose messages were replaced after they had been read, to be counted as lost.
    ///   - end: the offset to stop at, for a bounded run.
    ///   - forgottenEnd: windows that end at this moment or before are forgotten, in microseconds since the epoch.
    init(
        partition: Int32, from start: PartitionStart, skipping lost: Range<Int64>?, replaced: Range<Int64>? = nil,
        until end: Int64?, forgottenEnd: Int64,
        log: any TransactionLog,
        fileSystem: any FileSystem, settings: PipelineSettings
    ) throws {
        self.partition = partition
        self.end = end
        self.forgottenEnd = forgottenEnd
        self.fileSystem = fileSystem
        runIdentity = settings.runIdentity
        self.log = log
        reader = try log.reader(of: partition, from: lost?.upperBound ?? start.offset)
        accounting.lost = Int64(lost?.count ?? 0)
        self.replaced = replaced
        cutPosition = start.offset
        watermark = PartitionWatermark(largestEventTime: start.largestEventTime)
        decoder = settings.decoder
        stepLimit = min(Self.stepLimit, max(1, settings.commitRows / 4))
        batch = TransactionBatch(partition: partition)
        windows = PartialWindows(settings: settings.windows)
        live = settings.emptyLive
    }

    /// The next offset to be read.
    var position: Int64 { reader.position }

    /// What the live view needs of the lane.
    var view: LaneView {
        var total = accountingBeforeCut
        total.add(accounting)
        return LaneView(
            partition: partition, position: position, watermark: watermark.value(delay: windows.settings.delay),
            accounting: total, live: live)
    }

    /// Whether so much is held in memory that a commit should come before its time.
    var isFull: Bool { windows.isFull || batch.dictionaryBytes > Self.dictionaryBytesLimit }

    /// Whether a bounded run has read all it should.
    var isFinished: Bool {
        guard let end else { return false }
        return position >= end
    }

    /// Whether nothing is left to read, as far as the log can tell: one that can't be had, or has not sent yet what it holds,
    /// only seems to be at its end, and its partition must hold the watermark back for what is still to come.
    private var isCaughtUp: Bool {
        if isFinished { return true }
        guard isAtEnd, log.interruption == nil, let end = log.knownEnd(of: partition) else { return false }
        return position >= end
    }

    /// Takes in the next messages.
    ///
    /// - Returns: how many, and what that means for the lane's next step.
    mutating func step(now: Timestamp) throws -> (count: Int, outcome: Schedule.Outcome) {
        let count = try takeIn(now: now)
        if isFinished { return (count, .finished) }
        if count == 0 { return (count, .caughtUp) }
        return (count, isFull ? .full : .advanced)
    }

    private mutating func takeIn(now: Timestamp) throws -> Int {
        var limit = min(stepLimit, TransactionBatch.capacity - batch.count)
        if let end { limit = min(limit, Int(end - position)) }
        guard limit > 0 else { return 0 }
        let rowsBefore = batch.count
        let rejectionsBefore = batch.rejections.count
        let count = try read(limit: limit, now: now)
        isAtEnd = count == 0
        guard count > 0 else { return 0 }

        let rows = rowsBefore..<batch.count
        windows.add(batch, rows: rows, watermark: &watermark, forgottenEnd: forgottenEnd)
        live.add(batch, rows: rows, arrival: now)
        accounting.read += Int64(count)
        accounting.accepted += Int64(rows.count)
        accounting.windowed += Int64(rows.count)
        for rejection in batch.rejections[rejectionsBefore...] {
            accounting.rejectedByReason[rejection.reason, default: 0] += 1
            rejectionBytes += rejection.payload.count
        }
        if batch.isFull { try writeTransactions() }
        if batch.rejections.count >= Self.rejectionLimit || rejectionBytes >= Self.rejectionBytesLimit {
            try writeRejections(now: now)
        }
        return count
    }

    /// Hands over all that was taken in since the last cut.
    ///
    /// - Parameter forgotten: windows that end at this moment or before have been forgotten meanwhile.
    mutating func cut(forgottenEnd forgotten: Int64, now: Timestamp) throws -> LaneCut {
        if batch.count > 0 { try writeTransactions() }
        if !batch.rejections.isEmpty { try writeRejections(now: now) }
        // Asked once: a reader may pass over offsets without a message at any moment, and the next piece begins here.
        let end = position
        let piece = CommitRecord.Piece(
            partition: partition, from: cutPosition, to: end,
            largestEventTime: watermark.largestEventTime, lost: accounting.lost > 0 ? accounting.lost : nil)
        // A cut without messages is not committed.
        let replaced = end > cutPosition ? self.replaced : nil
        if let replaced {
            accounting.lost += Int64(replaced.count)
            self.replaced = nil
        }
        let cut = LaneCut(
            piece: piece, fingerprint: try reader.fingerprint(), replaced: replaced, accounting: accounting,
            windows: windows.take(from: batch), live: live,
            watermark: watermark, isCaughtUp: isCaughtUp, transactions: transactions, rejections: rejections)
        transactions = nil
        rejections = nil
        if batch.dictionaryBytes > Self.dictionaryBytesLimit { renewDictionaries() }
        accountingBeforeCut.add(accounting)
        accounting = Accounting()
        cutPosition = end
        forgottenEnd = forgotten
        return cut
    }

    /// Gives up what was not committed, and closes the reader.
    mutating func close() {
        transactions?.abandon()
        rejections?.abandon()
        transactions = nil
        rejections = nil
        reader.close()
    }

    private mutating func read(limit: Int, now: Timestamp) throws -> Int {
        try reader.read(limit: limit) { records in
            for index in 0..<records.count {
                if records.isTombstone(at: index) {
                    batch.reject(
                        Rejection(
                            offset: records.offset(at: index), reason: .tombstone, detail: "the message has no value",
                            payload: []))
                } else {
                    decoder.decode(
                        records.payload(at: index), offset: records.offset(at: index), now: now, into: &batch)
                }
            }
        }
    }

    /// Rows leave in row groups; the batch keeps only what the next rows need.
    private mutating func writeTransactions() throws {
        let file =
            try transactions
            ?? TransactionsFile(
                on: fileSystem, partition: partition, unique: uniqueName(), currency: decoder.currency)
        transactions = file
        try file.append(batch)
        batch.removeRows()
    }

    private mutating func writeRejections(now: Timestamp) throws {
        let file = try rejections ?? RejectedFile(on: fileSystem, unique: uniqueName())
        rejections = file
        try file.append(batch.rejections, partition: partition, rejectedAt: now)
        batch.removeRejections()
        rejectionBytes = 0
    }

    /// Begins new dictionaries after a cut, so that a log with ever new cities doesn't fill the memory.
    private mutating func renewDictionaries() {
        batch = TransactionBatch(partition: partition)
        // The live view knows keys by the ids of the old dictionaries; its successor takes over the figures without them.
        var successor = live.emptied
        successor.merge(live)
        live = successor
    }

    private mutating func uniqueName() -> String {
        fileCount += 1
        return "souk\(runIdentity)-\(partition)-\(fileCount)"
    }
}
