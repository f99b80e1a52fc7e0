internal import Commerce
public import TransactionLogs
public import Windowing

/// How far an engine on another cluster has come with a lake, and how far Souk has accounted for it.
///
/// Such an engine writes `transactions` by itself, so that the account can't be part of its commits, as `CommitRecord` is of
/// the pipeline's. It follows them: each progress describes a prefix of each partition whose messages are all in the tables.
/// When the engine has stopped, the last progress becomes a `CommitRecord`, and the lake is as if the pipeline had made it.
public struct EngineProgress: Sendable, Equatable, Codable {
    /// What is known of one partition.
    public struct Partition: Sendable, Equatable, Codable {
        /// The first offset that the lake holds.
        public var firstOffset: Int64
        /// The offset behind the last one that is accounted for.
        public var offset: Int64
        /// The largest event time so far, in microseconds since the epoch; nil before the first transaction.
        public var largestEventTime: Int64?

        /// What tells whether the log still holds what was read, up to here or a while before; nil if nothing does.
        public var fingerprint: LogFingerprint?

        /// A partition that begins at an offset.
        public init(
            firstOffset: Int64, offset: Int64, largestEventTime: Int64? = nil, fingerprint: LogFingerprint? = nil
        ) {
            self.firstOffset = firstOffset
            self.offset = offset
            self.largestEventTime = largestEventTime
            self.fingerprint = fingerprint
        }
    }

    /// The number of this progress, from 1; the greatest is the one that counts.
    public var number: Int64 = 0
    /// The engine's address, without any secret.
    public var engine: String
    /// The identity of the log that the engine reads; nil in progress that an older version noted.
    public var log: String?
    /// Which of the logs that have had that name in turn; see `CommitRecord`.
    public var logIncarnation: String?
    /// The session that the queries were started in.
    public var session: String
    /// Which of the engine's checkpoints count: names their directory. There is a greater one whenever the engine begins anew.
    public var generation: Int64
    /// The version of `transactions` that the engine's windows begin with.
    public var firstVersion: Int64
    /// Whether the engine has stopped and the lake has been handed over.
    public var isSettled = false
    /// The number of the last commit that was handed over or found.
    public var sequence: Int64
    /// Where the messages begin that the next handover will take in, by the partition's number.
    public var handedOver: [String: Int64]
    /// The partitions, by their number.
    public var partitions: [String: Partition]
    /// The end of the range whose rejected messages are being written, by the partition's number; nil when none are.
    public var settling: [String: Int64]?
    /// The number under which the rejected messages of `settling` are written: it stays while other things are saved.
    public var settlingNumber: Int64?
    /// See `Accounting`.
    public var read: Int64 = 0
    /// See `Accounting`.
    public var accepted: Int64 = 0
    /// See `Accounting`; by `Rejection.Reason`'s raw values.
    public var rejected: [String: Int64] = [:]
    /// How many transactions an earlier version of Souk left outside their windows because they were too late; nil since.
    var tooLate: Int64?
    /// See `Accounting`.
    public var revised: Int64 = 0
    /// See `Accounting`.
    public var windowsClosed: Int64 = 0
    /// The watermark up to which the engine has closed windows, in microseconds since the epoch; nil before it has one.
    public var watermark: Int64?
    /// Windows that begin before this moment are made by reconciliation alone, for the engine has not seen all their
    /// transactions. In microseconds since the epoch; nil if it has.
    public var boundary: Int64?
    /// Where the windows begin that were open when the engine took the lake over; those up to `boundary` are still to be made,
    /// by reconciliation. In microseconds since the epoch; nil when they are.
    public var openSince: Int64?
    /// The starts of stale windows in the words of an earlier version of Souk; nil since.
    var suspects: [Int64]?
    /// The windows that may not agree with their transactions; nil for none.
    var stale: [CommitRecord.StaleRange]?
    /// The file with the dashboard's figures; nil before the first.
    public var live: CommitRecord.State?

    /// An engine that has done nothing yet.
    public init(
        engine: String, session: String, generation: Int64, firstVersion: Int64, sequence: Int64,
        partitions: [String: Partition]
    ) {
        self.engine = engine
        self.session = session
        self.generation = generation
        self.firstVersion = firstVersion
        self.sequence = sequence
        self.partitions = partitions
        handedOver = partitions.mapValues(\.offset)
    }

    /// The windows that may not agree with their transactions: the engine may have left one out. In a lake of an earlier version
    /// of Souk that left any outside, these are all that have closed.
    public func staleWindows(size: Int64) -> StaleWindows {
        var windows = StaleWindows(size: size, ranges: (stale ?? []).map { $0.from..<$0.to })
        windows.formUnion(starts: suspects ?? [])
        if tooLate ?? 0 > 0 {
            var closed = StaleWindows(size: size, ranges: [0..<StaleWindows.end(size: size)])
            closed.removeAll(endingAfter: watermark ?? 0)
            windows.formUnion(closed.ranges)
        }
        return windows
    }

    /// Takes up which windows may not agree with their transactions.
    public mutating func setStaleWindows(_ windows: StaleWindows) {
        stale = windows.isEmpty ? nil : windows.ranges.map(CommitRecord.StaleRange.init)
        suspects = nil
        tooLate = nil
    }

    /// Lets the engine begin anew, with new checkpoints, behind everything that is accounted for: the windows of what was
    /// before are left to reconciliation, as far as they are not closed.
    mutating func begin(generation: Int64, firstVersion: Int64, windows: WindowSettings) {
        self.generation = generation
        self.firstVersion = firstVersion
        guard let latest = partitions.values.compactMap(\.largestEventTime).max() else { return }
        boundary = windows.start(of: latest) + windows.size
        let open = watermark.map(windows.start) ?? 0
        openSince = min(openSince ?? open, open)
    }

    /// The account as a value.
    ///
    /// - Throws: `PipelineError` with code `.lakeDamaged` for a reason that this version does not know.
    public func accounting() throws(PipelineError) -> Accounting {
        var accounting = Accounting()
        accounting.read = read
        accounting.accepted = accepted
        for (name, count) in rejected {
            guard let reason = Rejection.Reason(rawValue: name) else {
                throw PipelineError(
                    .lakeDamaged,
                    "messages were rejected for the reason `\(name)`, which this version of Souk does not know.")
            }
            accounting.rejectedByReason[reason] = count
        }
        accounting.windowed = accepted
        accounting.revised = revised
        accounting.windowsClosed = windowsClosed
        accounting.commits = sequence
        return accounting
    }
}
