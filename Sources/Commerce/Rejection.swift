/// A message that is not a valid transaction: where it stood, why it was refused, and its bytes for a later replay.
public struct Rejection: Sendable, Hashable {
    /// Why a message was refused; the raw value is what the `rejected` table and the metrics say.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// Not JSON as RFC 8259 defines it.
        case invalidJSON = "invalid_json"
        /// Bytes that are not UTF-8, or an escape that names half a surrogate pair.
        case invalidUTF8 = "invalid_utf8"
        /// Valid JSON that is not an object.
        case notAnObject = "not_an_object"
        /// The same key twice in the object.
        case duplicateKey = "duplicate_key"
        /// One of the eight fields that a message must have is not there.
        case missingField = "missing_field"
        /// A field holds another JSON type than it should.
        case wrongType = "wrong_type"
        /// A text of more than 256 bytes.
        case textTooLong = "text_too_long"
        /// An amount that is not a decimal number.
        case invalidAmount = "invalid_amount"
        /// An amount finer than the currency's minor unit.
        case amountTooPrecise = "amount_too_precise"
        /// An amount of nothing, less than nothing, or over 999 999 999 999 minor units: 9 999 999 999.99 dirhams.
        case amountOutOfRange = "amount_out_of_range"
        /// A currency that is not the lake's.
        case wrongCurrency = "wrong_currency"
        /// A quantity outside 1…2³¹−1.
        case quantityOutOfRange = "quantity_out_of_range"
        /// A timestamp in no form that Souk reads.
        case invalidTimestamp = "invalid_timestamp"
        /// A timestamp before 1970 or after 2200.
        case timestampOutOfRange = "timestamp_out_of_range"
        /// A timestamp further ahead of the clock than `max_future_skew`.
        case timestampInFuture = "timestamp_in_future"
        /// A message without a value: a Kafka tombstone.
        case tombstone = "tombstone"
    }

    /// The message's offset in its partition.
    public var offset: Int64
    /// Why it was refused.
    public var reason: Reason
    /// The field, position or value that was at fault, in words.
    public var detail: String
    /// The message as it was read.
    public var payload: [UInt8]

    /// A refused message.
    public init(offset: Int64, reason: Reason, detail: String, payload: [UInt8]) {
        self.offset = offset
        self.reason = reason
        self.detail = detail
        self.payload = payload
    }
}
