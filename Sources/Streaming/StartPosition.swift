public import Commerce
public import TransactionLogs

/// Where a new lake begins to read its log. A lake that has a commit goes on from there, whatever is asked for; and
/// partitions that appear later are read from their beginning.
public enum StartPosition: Sendable, Equatable {
    /// At the first message that the log has kept.
    case earliest
    /// Behind the last message that the log has now.
    case latest
    /// At the first message that was appended at that moment or later.
    case time(Timestamp)
}

extension StartPosition {
    /// Where a log's partitions begin by this position.
    ///
    /// - Throws: `TransactionLogError`.
    public func offsets(of partitions: [Int32], in log: any TransactionLog) throws -> [Int32: Int64] {
        var beginnings: [Int32: Int64] = [:]
        for partition in partitions {
            let offsets = try log.offsets(of: partition)
            switch self {
            case .earliest: beginnings[partition] = offsets.lowerBound
            case .latest: beginnings[partition] = offsets.upperBound
            case .time(let moment):
                let offset = try log.offset(of: partition, at: moment.microseconds) ?? offsets.upperBound
                beginnings[partition] = max(offsets.lowerBound, offset)
            }
        }
        return beginnings
    }
}
