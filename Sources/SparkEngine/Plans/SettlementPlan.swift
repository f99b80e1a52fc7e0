internal import Commerce

/// The batch query that finds the rejected messages of an exact range of offsets: those that are not among the range's
/// transactions.
///
/// Only they are judged; the accepted ones have been decoded before.
public struct SettlementPlan: Sendable, Hashable {
    /// The acceptance rules.
    public var decoding: DecodingPlan
    /// The offsets that both sides have been read to.
    public var ranges: [OffsetRange]

    /// A plan to settle ranges; every accepted message of theirs must be in `transactions` by now.
    public init(decoding: DecodingPlan, ranges: [OffsetRange]) {
        self.decoding = decoding
        self.ranges = ranges
    }

    /// The rows of the lake's table `rejected`, columns in its order.
    ///
    /// A message that is acceptable by now was not when it was read; time makes that difference for timestamps ahead of the
    /// clock only, so that is its reason.
    ///
    /// - Parameters:
    ///   - messages: the name of a view of Kafka rows: `value`, `partition`, `offset`.
    ///   - transactions: the name of a view of the table `transactions`.
    public func rejected(messages: String, transactions: String) -> String {
        let unaccepted = """
            (SELECT message.`value`, message.`partition`, message.`offset` FROM \(messages) AS message
            LEFT ANTI JOIN (
                SELECT _partition, _offset FROM \(transactions)
                WHERE \(ranges.condition(partition: "_partition", offset: "_offset"))) AS sale
            ON message.`partition` = sale._partition AND message.`offset` = sale._offset
            WHERE \(ranges.condition(partition: "message.`partition`", offset: "message.`offset`")))
            """
        let detail = SQLText.literal(
            decoding.fields[.timestamp] + ": expected "
                + TransactionDecoder.rule(broken: .timestampInFuture, .timestamp, in: decoding.currency)
                + " when the message was read")
        return """
            SELECT _partition, _offset, coalesce(reason, '\(Rejection.Reason.timestampInFuture.rawValue)') AS reason,
                coalesce(detail, \(detail)) AS detail, payload, current_timestamp() AS rejected_at
            FROM (\(decoding.judgements(from: unaccepted)))
            """
    }
}
