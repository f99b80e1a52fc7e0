internal import Commerce
internal import Foundation
public import Lake
public import TransactionLogs
public import Windowing

/// What a commit of `transactions` says of the pipeline, under the key `souk` of its Delta `commitInfo`.
///
/// It is written in the same atomic step as the rows and the offsets, and holds all that a restart needs besides the state
/// file that it names: even without that file nothing is lost, because the state can be rebuilt from the tables.
public struct CommitRecord: Sendable, Equatable, Codable {
    /// The messages of one partition that a commit took in.
    public struct Piece: Sendable, Equatable, Codable {
        /// Which partition.
        public var partition: Int32
        /// The first offset.
        public var from: Int64
        /// The offset behind the last.
        public var to: Int64
        /// The partition's largest event time so far, in microseconds since the epoch; nil before its first transaction.
        public var largestEventTime: Int64?
        /// How many offsets, from the first on, retention had removed before they were read; nil for none.
        public var lost: Int64?

        /// The messages `from..<to` of a partition.
        public init(
            partition: Int32, from: Int64, to: Int64, largestEventTime: Int64?, lost: Int64? = nil
        ) {
            self.partition = partition
            self.from = from
            self.to = to
            self.largestEventTime = largestEventTime
            self.lost = lost
        }
    }

    /// Offsets of a partition that retention removed before they were read.
    public struct LostOffsets: Sendable, Equatable, Codable {
        /// The first.
        public var from: Int64
        /// The one behind the last.
        public var to: Int64
    }

    /// Neighbouring windows that await their recomputation.
    public struct StaleRange: Sendable, Equatable, Codable {
        /// Where the first begins, in microseconds since the epoch.
        public var from: Int64
        /// Where the last ends, in microseconds since the epoch.
        public var to: Int64

        init(_ range: Range<Int64>) {
            from = range.lowerBound
            to = range.upperBound
        }

        /// Reads a range; one that is empty or beyond all time is damage.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            from = try container.decode(Int64.self, forKey: .from)
            to = try container.decode(Int64.self, forKey: .to)
            guard from < to, from >= 0, to < 1 << 60 else {
                throw DecodingError.dataCorrupted(
                    DecodingError.Context(
                        codingPath: decoder.codingPath,
                        debugDescription: "the windows from \(from) to \(to) µs are called stale"))
            }
        }
    }

    /// The data files that follow this commit into the two other tables.
    public struct Following: Sendable, Equatable, Codable {
        /// The files for `windows`.
        public var windows: [AddFile] = []
        /// The files for `rejected`.
        public var rejected: [AddFile] = []
    }

    /// The state file that was made durable before the commit.
    public struct State: Sendable, Equatable, Codable {
        /// Its name in the state directory.
        public var name: String
        /// The CRC-32C of its bytes.
        public var checksum: UInt32
    }

    /// The windows' settings. A lake keeps the length of its windows for its life; the others may change.
    public struct Windows: Sendable, Equatable, Codable, CustomStringConvertible {
        /// The length of a window in microseconds.
        public var size: Int64
        /// How far the watermark stays behind, in microseconds.
        public var delay: Int64
        /// How long a closed window stays in memory, in microseconds of event time.
        public var lateness: Int64

        /// The settings that a lake remembers.
        public init(_ settings: WindowSettings) {
            size = settings.size
            delay = settings.delay
            lateness = settings.lateness
        }

        /// The settings as a pipeline takes them.
        ///
        /// - Throws: `WindowingError` for values that no pipeline has written.
        func settings(idleTimeout: Int64) throws -> WindowSettings {
            try WindowSettings(size: size, delay: delay, lateness: lateness, idleTimeout: idleTimeout)
        }

        /// The settings in seconds.
        public var description: String {
            func seconds(_ microseconds: Int64) -> String { "\(Double(microseconds) / 1e6) s" }
            return "size \(seconds(size)), delay \(seconds(delay)), lateness \(seconds(lateness))"
        }
    }

    /// The pipeline's name.
    public var pipeline: String
    /// The engine on another cluster that took these messages in, and handed the lake over with this commit; nil for this
    /// process's own. The windows in the state file of such a commit are not known.
    public var engine: String?
    /// The identity of the log that the lake is fed by.
    public var log: String
    /// Which of the logs that have had that name in turn, such as a topic's id; nil if that was not known, or if the identity
    /// says it all.
    public var logIncarnation: String?
    /// What tells whether the log still holds what was read of its partitions, by the partition's number; nil if its identity is
    /// enough, and in commits of older versions.
    public var fingerprints: [String: LogFingerprint]?
    /// The number of this commit, from 1, without gaps.
    public var sequence: Int64
    /// What the commit took in, by partition ascending. A partition without new messages has no piece, save in the first
    /// commit of a lake that does not begin at the log's beginning: there it says where.
    public var pieces: [Piece]
    /// The first offsets that the lake holds of those partitions, by the partition's number.
    public var firstOffsets: [String: Int64]
    /// The next offsets of all partitions that ever had a message, by the partition's number.
    public var nextOffsets: [String: Int64]
    /// The largest event times of all partitions that ever had a transaction, in microseconds since the epoch, by the
    /// partition's number.
    public var largestEventTimes: [String: Int64]
    /// Where every message went since the lake began.
    public var read: Int64
    /// See `Accounting`.
    public var accepted: Int64
    /// See `Accounting`; the keys are `Rejection.Reason`'s raw values.
    public var rejected: [String: Int64]
    /// See `Accounting`.
    public var windowed: Int64
    /// How many transactions an earlier version of Souk left outside their windows because they were too late; nil since.
    public private(set) var tooLate: Int64?
    /// The windows that await their recomputation; nil for none.
    public var stale: [StaleRange]?
    /// See `Accounting`.
    public var revised: Int64
    /// See `Accounting`.
    public var windowsClosed: Int64
    /// See `Accounting`; nil for none.
    public var lost: Int64?
    /// All offsets that were lost since the lake began, by the partition's number, ascending; nil if there are none.
    public var lostOffsets: [String: [LostOffsets]]?
    /// The offsets whose messages were replaced in the log after they had been read, by the partition's number; nil if there are
    /// none. The lake holds the former ones. The others are counted in `lost`.
    public var replacedOffsets: [String: [LostOffsets]]?
    /// The pipeline's watermark in microseconds since the epoch; nil before the first transaction.
    public var watermark: Int64?
    /// Whether all windows were closed, whatever the watermark: the end of a bounded run.
    public var closedAll: Bool
    /// The windows' settings.
    public var windows: Windows
    /// The state file.
    public var state: State
    /// What still has to be committed to the other tables.
    public var following: Following

    /// The identity of the log that the lake is fed by, as a value.
    public var logIdentity: LogIdentity { LogIdentity(log, incarnation: logIncarnation) }

    /// The account as a value.
    public var accounting: Accounting {
        var accounting = Accounting()
        accounting.read = read
        accounting.accepted = accepted
        for (name, count) in rejected {
            if let reason = Rejection.Reason(rawValue: name) { accounting.rejectedByReason[reason] = count }
        }
        accounting.windowed = windowed + (tooLate ?? 0)
        accounting.staleWindows = staleWindows.count
        accounting.revised = revised
        accounting.windowsClosed = windowsClosed
        accounting.lost = lost ?? 0
        accounting.commits = sequence
        return accounting
    }

    /// The record as one line of JSON with sorted keys.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// Reads a record from the JSON of a `commitInfo`.
    ///
    /// - Throws: `PipelineError` with code `.lakeDamaged`.
    public init(json: String) throws {
        do {
            self = try JSONDecoder().decode(CommitRecord.self, from: Data(json.utf8))
        } catch {
            throw Self.unreadable("\(error)")
        }
        if let reason = rejected.keys.first(where: { Rejection.Reason(rawValue: $0) == nil }) {
            throw Self.unreadable("it counts messages refused for the unknown reason `\(reason)`")
        }
        let gaps = [lostOffsets, replacedOffsets].compactMap { $0?.values.joined() }.joined()
        if let gap = gaps.first(where: { $0.from >= $0.to }) {
            throw Self.unreadable("it counts the offsets from \(gap.from) to \(gap.to) as lost")
        }
        guard (1...WindowSettings.longest).contains(windows.size) else {
            throw Self.unreadable("its windows are \(windows.size) µs long")
        }
        if let range = stale?.first(where: { $0.from % windows.size != 0 || $0.to % windows.size != 0 }) {
            throw Self.unreadable(
                "it calls the windows from \(range.from) to \(range.to) µs stale, which are none of its own")
        }
        if let partition = nextOffsets.keys.first(where: { Int32($0) == nil }) {
            throw Self.unreadable("it names the partition `\(partition)`, which is no number")
        }
    }

    private static func unreadable(_ why: String) -> PipelineError {
        PipelineError(
            .lakeDamaged,
            "reading the record of a commit: \(why). The lake's log was written by another version of Souk or is damaged."
        )
    }

    init(
        pipeline: String, log: String, state next: PipelineState, pieces: [Piece], closedAll: Bool, windows: Windows,
        file: State, following: Following
    ) {
        self.pipeline = pipeline
        self.log = log
        logIncarnation = next.logIncarnation
        let fingerprints = next.partitions.compactMap { partition, start in
            start.fingerprint.map { (String(partition), $0) }
        }
        self.fingerprints = fingerprints.isEmpty ? nil : Dictionary(uniqueKeysWithValues: fingerprints)
        sequence = next.sequence
        self.pieces = pieces
        nextOffsets = Dictionary(uniqueKeysWithValues: next.partitions.map { (String($0.key), $0.value.offset) })
        firstOffsets = Dictionary(
            uniqueKeysWithValues: next.partitions.map { (String($0.key), $0.value.firstOffset) })
        largestEventTimes = Dictionary(
            uniqueKeysWithValues: next.partitions.compactMap { partition, start in
                start.largestEventTime.map { (String(partition), $0) }
            })
        read = next.accounting.read
        accepted = next.accounting.accepted
        rejected = Dictionary(
            uniqueKeysWithValues: next.accounting.rejectedByReason.map { ($0.key.rawValue, $0.value) })
        windowed = next.accounting.windowed
        stale = next.stale.isEmpty ? nil : next.stale.ranges.map(StaleRange.init)
        revised = next.accounting.revised
        windowsClosed = next.accounting.windowsClosed
        lost = next.accounting.lost == 0 ? nil : next.accounting.lost
        let gaps = next.partitions.filter { !$0.value.lost.isEmpty }
        lostOffsets =
            gaps.isEmpty
            ? nil
            : Dictionary(
                uniqueKeysWithValues: gaps.map { partition, start in
                    (String(partition), start.lost.map { LostOffsets(from: $0.lowerBound, to: $0.upperBound) })
                })
        let replaced = next.partitions.filter { !$0.value.replaced.isEmpty }
        replacedOffsets =
            replaced.isEmpty
            ? nil
            : Dictionary(
                uniqueKeysWithValues: replaced.map { partition, start in
                    (String(partition), start.replaced.map { LostOffsets(from: $0.lowerBound, to: $0.upperBound) })
                })
        watermark = next.watermark
        self.closedAll = closedAll
        self.windows = windows
        state = file
        self.following = following
    }

    /// The windows that may not agree with their transactions. In a lake of an earlier version of Souk that left any outside,
    /// these are all that have closed.
    public var staleWindows: StaleWindows {
        guard tooLate ?? 0 == 0 else {
            let latest = largestEventTimes.values.max() ?? 0
            let closed = closedAll ? latest : watermark ?? 0
            var all = StaleWindows(size: windows.size, ranges: [0..<StaleWindows.end(size: windows.size)])
            all.removeAll(endingAfter: min(max(closed, 0), 1 << 60) + windows.size)
            return all
        }
        return StaleWindows(size: windows.size, ranges: (stale ?? []).map { $0.from..<$0.to })
    }

    /// Where each partition goes on.
    var partitionStarts: [Int32: PartitionStart] {
        var starts: [Int32: PartitionStart] = [:]
        for (text, offset) in nextOffsets {
            guard let partition = Int32(text) else { continue }
            starts[partition] = PartitionStart(
                firstOffset: firstOffsets[text] ?? 0, offset: offset, largestEventTime: largestEventTimes[text],
                fingerprint: fingerprints?[text],
                lost: (lostOffsets?[text] ?? []).map { $0.from..<$0.to },
                replaced: (replacedOffsets?[text] ?? []).map { $0.from..<$0.to })
        }
        return starts
    }
}
