/// Turns messages into rows: JSON objects, strict as RFC 8259, read once, straight into the columns of a batch.
///
/// A message is accepted whole or refused whole; a refused one leaves the columns as they were. Of all that may be wrong
/// with it, the reason given is the first in this order:
///
/// 1. `invalid_json`: it is not JSON, even if any byte beyond ASCII is let pass inside strings; or it nests more than 128
///    arrays and objects.
/// 2. `invalid_utf8`: it is JSON but for bytes that are not UTF-8 or escapes of half a surrogate pair.
/// 3. `not_an_object`.
/// 4. `duplicate_key`: a key of the object, a field's or not, stands twice. Keys are compared unescaped.
/// 5. `missing_field`.
/// 6. The first field, the currency before the others, that holds no acceptable value. A field has one reason: for an amount,
///    its type, then `invalid_amount`, `amount_too_precise`, `amount_out_of_range`; for a timestamp, its type, then
///    `invalid_timestamp`, `timestamp_out_of_range`, `timestamp_in_future`.
///
/// A decoder learns how the producer spells its messages and keeps scratch memory, so each worker has its own; what it
/// decodes doesn't depend on what it has learned. In a steady stream nothing is allocated for an accepted message.
///
/// ```swift
/// var decoder = TransactionDecoder()
/// var batch = TransactionBatch(partition: 0)
/// decoder.decode(payload, offset: 42, now: clock.now(), into: &batch)
/// ```
public struct TransactionDecoder: Sendable {
    /// The most bytes of UTF-8 in a text field.
    public static let textByteLimit = 256
    /// How far ahead of the clock a timestamp may be unless configuration says otherwise: five minutes in microseconds.
    public static let defaultFutureSkew: Int64 = 300_000_000

    /// Scratch beyond this many bytes is given back before the next message.
    static let scratchLimit = 65_536

    let fields: FieldMapping
    let keys: FieldKeys
    let maximumFutureSkew: Int64
    let epoch: EpochUnit
    /// The currency of all amounts.
    public let currency: Currency
    /// Decimal digits of an amount.
    let decimals: Int
    var timestamps: TimestampReader
    var template = MemberTemplate()
    var unknownKeys = StringDictionary()
    /// Texts and keys of the present message that were spelled with escapes, without them.
    var unescaped: [UInt8] = []

    /// A decoder that has seen no message yet.
    ///
    /// - Parameters:
    ///   - fields: Which key holds which field.
    ///   - timeZone: The zone of timestamps that name none.
    ///   - maximumFutureSkew: How far ahead of the clock a timestamp may be, in microseconds.
    ///   - epoch: What integer timestamps count.
    ///   - currency: The currency of all amounts, which says how many decimals they may have.
    public init(
        fields: FieldMapping = FieldMapping(), timeZone: TimeZoneRules = .utc,
        maximumFutureSkew: Int64 = TransactionDecoder.defaultFutureSkew, epoch: EpochUnit = .auto,
        currency: Currency = .moroccanDirham
    ) {
        self.fields = fields
        self.keys = FieldKeys(fields)
        self.maximumFutureSkew = maximumFutureSkew
        self.epoch = epoch
        self.currency = currency
        decimals = currency.minorUnitDigits
        timestamps = TimestampReader(zone: timeZone)
    }

    /// Appends exactly one row or exactly one rejection to the batch.
    ///
    /// - Parameters:
    ///   - payload: The message's bytes.
    ///   - offset: The message's offset in the partition.
    ///   - now: The present, for timestamps that lie in the future.
    public mutating func decode(
        _ payload: RawSpan, offset: Int64, now: Timestamp, into batch: inout TransactionBatch
    ) {
        unescaped.removeAll(keepingCapacity: unescaped.capacity <= Self.scratchLimit)
        var reader = JSONReader(payload)
        var draft = TransactionDraft()
        let (latest, isUnlimited) = now.microseconds.addingReportingOverflow(maximumFutureSkew)
        do throws(JSONSyntaxError) {
            try readMessage(&reader, latest: isUnlimited ? .max : latest, into: &draft)
        } catch {
            batch.reject(rejection(of: payload, offset: offset, for: error))
            return
        }
        guard draft.isComplete && reader.illFormedPosition == nil else {
            let illFormed = reader.illFormedPosition
            batch.reject(rejection(of: payload, offset: offset, illFormedPosition: illFormed, draft: draft))
            return
        }
        let scratch = unescaped.rawSpan
        batch.append(
            offset: offset,
            transactionID: draft.text(of: .transactionID, in: payload, scratch),
            userID: draft.text(of: .userID, in: payload, scratch),
            city: draft.text(of: .city, in: payload, scratch),
            category: draft.text(of: .category, in: payload, scratch),
            amount: draft.amount, quantity: draft.quantity,
            paymentMethod: draft.text(of: .paymentMethod, in: payload, scratch),
            timestamp: Timestamp(microseconds: draft.timestamp))
    }
}
