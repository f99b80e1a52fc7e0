/// What a comparison of a lake with its log found.
public struct LogFindings: Sendable {
    /// One question that was asked of the lake, and the answer.
    public struct Answer: Sendable, Equatable {
        /// Whether the lake is right.
        public var passed: Bool
        /// What was counted and compared, in words.
        public var detail: String
        /// Some of the faults, the first ones.
        public var examples: [String]
    }

    /// How many messages of the log were compared.
    public internal(set) var messages: Int64 = 0
    /// How many of them the lake does not have.
    public internal(set) var missing: Int64 = 0
    /// How many messages the lake has that the log does not, between its first offset and its end.
    public internal(set) var vanished: Int64 = 0
    /// How many committed offsets lie before the log's first.
    public internal(set) var expired: Int64 = 0
    /// How many messages differ between the lake and the log, of those that were examined row by row.
    public internal(set) var differing: Int64 = 0

    var unexaminedBlocks: Int64 = 0
    var judgedByClock: Int64 = 0
    var isCompacted = false
    var compactionFailure: String?
    var absentPartitions: [Int32] = []
    var truncated: [(partition: Int32, offsets: Range<Int64>)] = []
    var contentExamples: [String] = []
    private var missingExamples: [String] = []
    private var vanishedExamples: [String] = []

    mutating func note(_ offset: Int64, of partition: Int32, isInLog: Bool, limit: Int) {
        if isInLog {
            guard missingExamples.count < limit else { return }
            missingExamples.append("partition \(partition): offset \(offset) is missing in the lake")
        } else {
            guard vanishedExamples.count < limit else { return }
            vanishedExamples.append("partition \(partition): offset \(offset) is not in the log")
        }
    }

    /// Whether the lake holds the messages that the log still has, and no others.
    ///
    /// Retention removes a log's first messages, which is no difference. Messages that are gone between others may have been
    /// removed by compaction, if the log says that it compacts. A log that ends earlier than the lake was truncated.
    public var messageAnswer: Answer {
        let invented = isCompacted ? 0 : vanished
        let cut = truncated.reduce(Int64(0)) { $0 + Int64($1.offsets.count) }
        let faults = missing + invented + Int64(absentPartitions.count) + cut
        var parts = [
            missing + invented == 0
                ? "the \(messages) messages that the log still has up to the committed offsets are in the lake, and no others"
                : "of \(messages) messages of the log \(missing) are missing, and \(vanished) of the lake are not in the log"
        ]
        if expired > 0 {
            parts.append("\(expired) committed offsets were removed by the log's retention and can't be compared")
        }
        if vanished > 0, isCompacted {
            parts.append(
                "\(vanished) messages of the lake were removed by the log's compaction (its cleanup policy contains "
                    + "`compact`; whether a later message has the same key can no longer be checked)")
        }
        if vanished > 0, let compactionFailure {
            parts.append("whether the log compacts could not be determined: \(compactionFailure)")
        }
        if !absentPartitions.isEmpty {
            parts.append("\(absentPartitions.count) partitions of the lake are not in the log")
        }
        if cut > 0 { parts.append("\(cut) committed offsets lie beyond the log's end: it was truncated") }
        let examples =
            absentPartitions.map { "partition \($0): the log does not have it" }
            + truncated.map {
                "partition \($0.partition): the log ends at \($0.offsets.lowerBound), the lake at \($0.offsets.upperBound)"
            } + missingExamples + (isCompacted ? [] : vanishedExamples)
        return Answer(passed: faults == 0, detail: parts.joined(separator: "; "), examples: Array(examples.prefix(10)))
    }

    /// Whether each message of the lake is what the log's message decodes to.
    public var contentAnswer: Answer {
        var parts: [String] = []
        if differing + unexaminedBlocks == 0 {
            parts.append(
                "every field of every transaction, and the reason and bytes of every rejected message, match the log")
        } else {
            parts.append("\(differing) messages differ between the lake and the log")
            if unexaminedBlocks > 0 {
                parts.append(
                    "\(unexaminedBlocks) more blocks of 1,024 offsets differ and were not examined row by row")
            }
        }
        if judgedByClock > 0 {
            parts.append(
                "\(judgedByClock) were rejected as timestamp_in_future when they were read, which can't be judged again"
            )
        }
        return Answer(
            passed: differing + unexaminedBlocks == 0, detail: parts.joined(separator: "; "), examples: contentExamples)
    }
}
