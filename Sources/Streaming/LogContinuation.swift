internal import TransactionLogs

/// Decides whether a lake may continue with a log: it must be the one that fed it, and still hold what was read.
struct LogContinuation {
    private let identity: LogIdentity
    private let settings: PipelineSettings
    /// Where the lake lies, for messages.
    private let lake: String

    init(_ identity: LogIdentity, _ settings: PipelineSettings, lake: String) {
        self.identity = identity
        self.settings = settings
        self.lake = lake
    }

    /// Compares the log's identity with the one that the lake remembers.
    ///
    /// - Throws: `PipelineError` with code `.lakeDoesNotMatch` for another log, unless that is allowed.
    func check(_ remembered: LogIdentity, next: [String: Int64]) throws(PipelineError) {
        switch identity.relation(to: remembered) {
        case .same, .adopted, .unconfirmed:
            return
        case .recreated(let former, let found):
            guard !settings.allowNewLog else { return }
            throw PipelineError(
                .lakeDoesNotMatch,
                "the lake at \(lake) was fed by \(identity), and that topic was deleted and created again since: its id was "
                    + "\(former) and is \(found) now. The lake continues at offset \(Self.words(for: next)), and the messages before "
                    + "that in the new topic are not those that it holds. Read the new topic into a new lake; or, only if it "
                    + "holds the same messages at the same offsets, continue with --allow-new-log.")
        case .other:
            guard !settings.allowNewLog else { return }
            throw PipelineError(
                .lakeDoesNotMatch,
                "the lake at \(lake) was fed by \(remembered), and this is \(identity). Use another lake; or, if this log holds "
                    + "the same messages at the same offsets (a copy, say), continue with --allow-new-log.")
        }
    }

    /// Compares what a log holds with what the lake remembers of a partition.
    ///
    /// - Returns: the offsets whose messages were replaced after they had been read, if going on without the new ones is
    ///   allowed; nil if the log holds what was read.
    /// - Throws: `PipelineError` with code `.lakeDoesNotMatch` if other messages stand where some were read; and what the log
    ///   throws.
    func check(_ partition: Int32, of log: any TransactionLog, _ start: PartitionStart) throws -> Range<Int64>? {
        guard !settings.allowNewLog, let fingerprint = start.fingerprint else { return nil }
        switch try log.continuity(of: partition, with: fingerprint) {
        case .confirmed, .unknown:
            return nil
        case .broken(let offset?, _) where settings.allowsLoss && offset < start.offset:
            return offset..<start.offset
        case .broken(let offset, let reason):
            throw PipelineError(
                .lakeDoesNotMatch,
                "the lake at \(lake) continues at offset \(start.offset) of partition \(partition) of \(identity), and that does not "
                    + "hold what was read of it any more: \(reason). \(Self.advice(offset, start))")
        }
    }

    private static func advice(_ first: Int64?, _ start: PartitionStart) -> String {
        guard let first else {
            return
                "It was replaced. Read it into a new lake; or, only if it holds the same messages at the same offsets, "
                + "continue with --allow-new-log."
        }
        return
            "A leader that lacked them was elected (unclean.leader.election.enable), or the topic was restored from an "
            + "older copy. \(words(for: first..<start.offset)) Read the topic into a new lake; or start with --allow-loss to "
            + "continue at offset \(start.offset) and to count them as lost."
    }

    /// What is to be said of offsets whose messages were replaced after they had been read.
    static func words(for replaced: Range<Int64>) -> String {
        "The lake's rows of the offsets \(replaced.lowerBound) to \(replaced.upperBound - 1) (_partition, _offset) are no "
            + "longer in the log, and up to \(replaced.count) messages that have those offsets now were never read."
    }

    private static func words(for next: [String: Int64]) -> String {
        next.compactMap { text, offset in Int32(text).map { (partition: $0, offset: offset) } }
            .sorted { $0.partition < $1.partition }
            .map { "\($0.offset) of partition \($0.partition)" }
            .joined(separator: ", ")
    }
}
