public import Commerce

/// The acceptance rules of `TransactionDecoder` in Spark's SQL, from built-in functions only.
///
/// A message goes one of two ways. The *short* one is for nearly all: a regular expression proves that the message is one
/// flat, strict object with the eight fields in any order, nothing else, no escapes and values of the right types, and takes it
/// apart at once. Whatever the short way can't prove goes the *long* one, which decides every rule exactly. Both work on the
/// text itself, not on `from_json`, which is laxer than RFC 8259, forgets whether a value was a string, and keeps the last of
/// two equal keys.
///
/// The SQL reads a view with the columns of Spark's Kafka source: `value` BINARY, `partition` INT, `offset` BIGINT.
///
/// ```swift
/// let plan = DecodingPlan(timeZone: "Africa/Casablanca")
/// let sql = plan.transactions(from: "messages")
/// ```
public struct DecodingPlan: Sendable, Hashable {
    /// Which key of a message holds which field.
    public var fields: FieldMapping
    /// The IANA name of the zone of timestamps that name none.
    public var timeZone: String
    /// How far ahead of Spark's clock a timestamp may be, in microseconds.
    public var maximumFutureSkew: Int64
    /// What integer timestamps count.
    public var epoch: EpochUnit
    /// The currency of all amounts, which says how many decimals they may have.
    public var currency: Currency
    /// The present, in SQL.
    package var clock = "current_timestamp()"

    /// Rules; the defaults are the decoder's.
    public init(
        fields: FieldMapping = FieldMapping(), timeZone: String = "UTC",
        maximumFutureSkew: Int64 = TransactionDecoder.defaultFutureSkew, epoch: EpochUnit = .auto,
        currency: Currency = .moroccanDirham
    ) {
        self.fields = fields
        self.timeZone = timeZone
        self.maximumFutureSkew = maximumFutureSkew
        self.epoch = epoch
        self.currency = currency
    }

    /// The accepted messages of a view as rows of the lake's table `transactions`, its columns in its order.
    ///
    /// - Parameter source: the name of the view, or a query in brackets.
    public func transactions(from source: String) -> String {
        let sale = "CASE WHEN \(isShortAccepted) THEN \(shortRow) ELSE \(judgement(of: "value")).row END"
        let columns = TransactionField.required.map { "sale.\($0.defaultName)" }.joined(separator: ", ")
        // A generator is evaluated once; a filter on `sale IS NOT NULL` could be moved in front of what computes it.
        return """
            SELECT \(columns), _partition, _offset FROM (
            SELECT `partition` AS _partition, `offset` AS _offset, explode(IF(sale IS NULL, array(), array(sale))) AS sale FROM (
            SELECT `partition`, `offset`, \(sale) AS sale FROM (
            SELECT `value`, `partition`, `offset`, \(shortReading) AS short FROM (
            SELECT `value`, `partition`, `offset`, \(shortParts) AS parts FROM \(source)))))
            """
    }

    /// Every message of a view with what is wrong with it: `_partition`, `_offset`, `payload` BINARY, never NULL, `reason` and
    /// `detail`, both NULL for a message that is acceptable by now.
    ///
    /// - Parameter source: the name of the view, or a query in brackets.
    public func judgements(from source: String) -> String {
        """
        SELECT _partition, _offset, payload, judgement.reason AS reason, judgement.detail AS detail FROM (
        SELECT `partition` AS _partition, `offset` AS _offset, coalesce(`value`, X'') AS payload,
            \(judgement(of: "value")) AS judgement FROM \(source))
        """
    }

    /// The moments that a transaction may have, as a condition.
    func isAcceptable(_ moment: String) -> String {
        "\(moment) >= TIMESTAMP '1970-01-01 00:00:00Z' AND \(moment) < TIMESTAMP '2201-01-01 00:00:00Z'"
    }

    /// The latest acceptable moment.
    var latest: String { "(\(clock) + INTERVAL '\(maximumFutureSkew)' MICROSECOND)" }

    /// The type of the column `amount`.
    var amountType: String { WindowColumns.amountType(of: currency) }

    /// What stands behind a time of day to say that it is in the default zone.
    var zoneSuffix: String { SQLText.literal(timeZone == "UTC" ? "Z" : " " + timeZone) }
}
