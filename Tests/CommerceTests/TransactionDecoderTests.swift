import Commerce
import MessageTesting
import Testing

struct TransactionDecoderTests {
    /// What became of one message.
    private enum Outcome: Equatable {
        case row(Transaction)
        case refused(Rejection.Reason)
    }

    private static let now = Timestamp(microseconds: 1_767_225_600_000_000)
    private static let values = [
        "transaction_id": "\"t1\"", "user_id": "\"u1\"", "city": "\"Fès\"", "category": "\"Livres\"", "amount": "12.50",
        "quantity": "2", "payment_method": "\"carte\"", "timestamp": "\"2025-12-31T12:00:00Z\"",
    ]
    private static let sale = Transaction(
        transactionID: "t1", userID: "u1", city: "Fès", category: "Livres", amount: 1_250, quantity: 2,
        paymentMethod: "carte", timestamp: Timestamp(microseconds: 1_767_182_400_000_000))

    /// A message with the values above, some replaced or, where nil, left out.
    private static func message(_ replaced: [String: String?] = [:], more: String = "") -> String {
        let members = TransactionField.required.map(\.defaultName).compactMap { name in
            (replaced[name] ?? values[name]).map { "\"\(name)\": \($0)" }
        }
        return "{\(members.joined(separator: ", "))\(more)}"
    }

    private func decode(_ message: String, with decoder: TransactionDecoder = TransactionDecoder()) -> Outcome {
        decode(Array(message.utf8), with: decoder)
    }

    private func decode(_ message: [UInt8], with decoder: TransactionDecoder = TransactionDecoder()) -> Outcome {
        var decoder = decoder
        var batch = TransactionBatch(partition: 0)
        decoder.decode(message.rawSpan, offset: 0, now: Self.now, into: &batch)
        if let rejection = batch.rejections.first { return .refused(rejection.reason) }
        return .row(batch.transaction(at: 0))
    }

    private func rejection(_ message: String) throws -> Rejection {
        var decoder = TransactionDecoder()
        var batch = TransactionBatch(partition: 0)
        decoder.decode(message.utf8.span.rawSpan, offset: 42, now: Self.now, into: &batch)
        #expect(batch.count == 0)
        return try #require(batch.rejections.first)
    }

    @Test func `a plain message becomes a row`() {
        #expect(decode(Self.message()) == .row(Self.sale))
    }

    @Test func `keys may come in any order and with any whitespace`() {
        let members = Self.values.map { "\n\"\($0.key)\"\t:\r\($0.value) " }
        for start in members.indices {
            let order = members[start...] + members[..<start]
            #expect(decode(" {\(order.joined(separator: ","))} \n") == .row(Self.sale))
        }
    }

    @Test func `a key written with escapes is the same key`() {
        let message = Self.message(["city": nil], more: #", "\u0063it\u0079": "Fès""#)
        #expect(decode(message) == .row(Self.sale))
        #expect(decode(Self.message(more: #", "\u0063ity": "Fès""#)) == .refused(.duplicateKey))
    }

    @Test func `unknown fields are ignored, whatever they hold`() {
        #expect(decode(Self.message(more: #", "x": {"city": [1, {"a": 1, "a": 2}]}, "y": null"#)) == .row(Self.sale))
        #expect(decode(Self.message(more: #", "x": 1, "x": 2"#)) == .refused(.duplicateKey))
        #expect(decode(Self.message(more: #", "x": 1, "\u0078": 2"#)) == .refused(.duplicateKey))
    }

    @Test func `what a decoder has learned from one message does not change what it makes of the next`() {
        var decoder = TransactionDecoder()
        var generator = MessageGenerator(seed: 11, names: TransactionField.allCases.map(\.defaultName))
        for _ in 0..<3_000 {
            let message = generator.random.oneIn(2) ? generator.message() : generator.mutated(generator.message())
            var batch = TransactionBatch(partition: 0)
            decoder.decode(message.rawSpan, offset: 0, now: Self.now, into: &batch)
            let outcome: Outcome =
                batch.rejections.first.map { .refused($0.reason) } ?? .row(batch.transaction(at: 0))
            #expect(outcome == decode(message), "\(String(decoding: message, as: UTF8.self))")
        }
    }

    @Test func `a refused message leaves the columns as they were`() {
        var decoder = TransactionDecoder()
        var batch = TransactionBatch(partition: 0)
        decoder.decode(Self.message().utf8.span.rawSpan, offset: 0, now: Self.now, into: &batch)
        let refused = Self.message(["user_id": "\"new\"", "city": "\"new\"", "category": "\"new\"", "timestamp": "0.5"])
        decoder.decode(refused.utf8.span.rawSpan, offset: 1, now: Self.now, into: &batch)
        decoder.decode(refused.dropLast().utf8.span.rawSpan, offset: 2, now: Self.now, into: &batch)
        #expect(batch.count == 1 && batch.rejections.map(\.offset) == [1, 2])
        #expect(batch.transactionIDBytes == Array("t1".utf8) && batch.transactionIDEnds == [0, 2])
        #expect(batch.users.count == 1 && batch.cities.count == 1 && batch.categories.count == 1)
        #expect(batch.userIDs.count == 1 && batch.amounts.count == 1 && batch.timestamps.count == 1)
        #expect(batch.transaction(at: 0) == Self.sale)
    }

    @Test func `reasons come in their documented order`() {
        let broken = ["transaction_id": "1", "city": nil, "amount": "-1", "timestamp": "\"\\ud800\""]
        let twice = #", "x": "é", "x": 2"#
        #expect(decode(Self.message(broken, more: twice) + "}") == .refused(.invalidJSON))
        #expect(decode(Self.message(broken, more: twice)) == .refused(.invalidUTF8))
        #expect(decode("[\"\\ud800\"]") == .refused(.invalidUTF8))
        #expect(decode("[]") == .refused(.notAnObject))
        var faults: [String: String?] = broken.merging(["timestamp": "true"]) { $1 }
        #expect(decode(Self.message(faults, more: twice)) == .refused(.duplicateKey))
        #expect(decode(Self.message(faults)) == .refused(.missingField))
        faults["city"] = "\"\(String(repeating: "é", count: 129))\""
        #expect(decode(Self.message(faults)) == .refused(.wrongType))
        faults["transaction_id"] = "\"\""
        #expect(decode(Self.message(faults)) == .refused(.textTooLong))
        faults["city"] = "\"\(String(repeating: "é", count: 128))\""
        #expect(decode(Self.message(faults)) == .refused(.amountOutOfRange))
        faults["amount"] = "1"
        #expect(decode(Self.message(faults)) == .refused(.wrongType))
    }

    @Test(arguments: [
        ("0.01", 1), ("1.500", 150), ("1e2", 10_000), ("12.5e-1", 125), ("\"12.30\"", 1_230), ("\"1\\u0032\"", 1_200),
        ("9999999999.99", 999_999_999_999), ("9999999999.990000", 999_999_999_999), ("0.0000000001e10", 100),
    ])
    func `an amount is judged by its exact value`(spelling: String, minorUnits: Int64) {
        var sale = Self.sale
        sale.amount = minorUnits
        #expect(decode(Self.message(["amount": spelling])) == .row(sale))
    }

    @Test(arguments: [
        ("0", Rejection.Reason.amountOutOfRange), ("-0.00", .amountOutOfRange), ("-1", .amountOutOfRange),
        ("10000000000", .amountOutOfRange), ("1e999999999", .amountOutOfRange), ("1.234", .amountTooPrecise),
        ("1e-999999999", .amountTooPrecise), ("9999999999.991", .amountTooPrecise), ("\"\"", .invalidAmount),
        ("\" 1\"", .invalidAmount), ("\"NaN\"", .invalidAmount), ("null", .wrongType), ("[1]", .wrongType),
        ("NaN", .invalidJSON), ("01", .invalidJSON), ("1.", .invalidJSON), (".5", .invalidJSON), ("+1", .invalidJSON),
    ])
    func `an amount that is none is refused for its reason`(spelling: String, reason: Rejection.Reason) {
        #expect(decode(Self.message(["amount": spelling])) == .refused(reason))
    }

    @Test(arguments: [
        ("0", Rejection.Reason.quantityOutOfRange), ("-0", .quantityOutOfRange), ("-1", .quantityOutOfRange),
        ("2147483648", .quantityOutOfRange), ("18446744073709551617", .quantityOutOfRange), ("1.0", .wrongType),
        ("1e0", .wrongType), ("\"1\"", .wrongType), ("null", .wrongType),
    ])
    func `a quantity is an integer from 1 to 2147483647`(spelling: String, reason: Rejection.Reason) {
        #expect(decode(Self.message(["quantity": spelling])) == .refused(reason))
        var sale = Self.sale
        sale.quantity = .max
        #expect(decode(Self.message(["quantity": "2147483647"])) == .row(sale))
    }

    @Test(arguments: [
        ("\"2025-12-31 12:00\"", 0), ("\"2025-12-31t13:00:00,0000009+01\"", 0),
        ("\"2025-12-31T11:30:00.25-0030\"", 250_000),
        ("\"2025-12-31T12:00:00.123456789z\"", 123_456), ("1767182400123", 123_000),
        ("\"2026-01-01T06:00:00+18:00\"", 0), ("\"2025-12-31 13:00:00 +0100\"", 0), ("\"2025-12-31 12:00:00 UTC\"", 0),
        ("\"2025-12-31 08:00:00 -0400\"", 0), ("\"2025-12-31 13:00 +01\"", 0), ("\"2025-12-31\"", -43_200_000_000),
        ("1767182400", 0), ("1767182400123456", 123_456), ("1767182400123456789", 123_456),
    ])
    func `a timestamp has many spellings`(spelling: String, microseconds: Int64) {
        var sale = Self.sale
        sale.timestamp.microseconds += microseconds
        #expect(decode(Self.message(["timestamp": spelling])) == .row(sale))
    }

    @Test(arguments: [
        ("\"2025-02-29T00:00Z\"", Rejection.Reason.invalidTimestamp), ("\"2025-01-01T24:00Z\"", .invalidTimestamp),
        ("\"2025-01-01T00:00:60Z\"", .invalidTimestamp), ("\"2025-01-01T00:00+18:01\"", .invalidTimestamp),
        ("\"2025-01-01T00:00:00.1234567890Z\"", .invalidTimestamp), ("\"2025-01-01 Z\"", .invalidTimestamp),
        ("\"2025-01-01T00:00:00  +0100\"", .invalidTimestamp), ("7289654400", .timestampOutOfRange),
        ("10000000000000000000", .timestampOutOfRange),
        ("-1", .timestampOutOfRange), ("7289654400000", .timestampOutOfRange),
        ("\"1970-01-01T00:00+00:01\"", .timestampOutOfRange),
        ("1e12", .wrongType), ("1.0", .wrongType), ("null", .wrongType), ("1767225900001", .timestampInFuture),
        ("\"2026-01-01T00:05:00.000001Z\"", .timestampInFuture),
    ])
    func `a timestamp that is none, or is too far away, is refused`(spelling: String, reason: Rejection.Reason) {
        #expect(decode(Self.message(["timestamp": spelling])) == .refused(reason))
    }

    @Test(arguments: [
        (EpochUnit.auto, "99999999999", 99_999_999_999_000_000), (.auto, "100000000000", 100_000_000_000_000),
        (.auto, "99999999999999", 99_999_999_999_999_000), (.auto, "100000000000000", 100_000_000_000_000),
        (.auto, "99999999999999999", 99_999_999_999_999_999), (.auto, "100000000000000000", 100_000_000_000_000),
        (.seconds, "1767182400", 1_767_182_400_000_000), (.milliseconds, "1767182400", 1_767_182_400_000),
        (.microseconds, "1767182400", 1_767_182_400), (.nanoseconds, "1767182400", 1_767_182),
        (.milliseconds, "1767182400000", 1_767_182_400_000_000),
    ])
    func `an integer counts what its digits or the configuration say`(
        unit: EpochUnit, digits: String, microseconds: Int64
    ) {
        let decoder = TransactionDecoder(maximumFutureSkew: .max, epoch: unit)
        let outcome = decode(Self.message(["timestamp": digits]), with: decoder)
        var sale = Self.sale
        sale.timestamp = Timestamp(microseconds: microseconds)
        let isAccepted = Timestamp.acceptedMicroseconds.contains(microseconds)
        #expect(outcome == (isAccepted ? .row(sale) : .refused(.timestampOutOfRange)))
    }

    @Test func `a time without a zone, and a date alone, are those of the decoder's zone`() throws {
        let decoder = TransactionDecoder(timeZone: try ZoneFile.rules("Africa/Casablanca"))
        for (text, moment) in [
            ("2025-12-31T12:00:00", "2025-12-31T11:00:00Z"), ("2025-12-31", "2025-12-30T23:00:00Z"),
            ("2025-12-31 12:00:00 UTC", "2025-12-31T12:00:00Z"),
        ] {
            var sale = Self.sale
            sale.timestamp = try Timestamp(iso8601: moment)
            #expect(decode(Self.message(["timestamp": "\"\(text)\""]), with: decoder) == .row(sale))
        }
    }

    @Test func `an amount has the decimals of its currency`() throws {
        for (code, spelling, minorUnits) in [
            ("JPY", "1234", 1_234), ("JPY", "1234.0", 1_234), ("JPY", "999999999999", 999_999_999_999),
            ("TND", "1.234", 1_234), ("TND", "1.5", 1_500), ("TND", "999999999.999", 999_999_999_999),
        ] as [(String, String, Int64)] {
            var sale = Self.sale
            sale.amount = minorUnits
            let decoder = TransactionDecoder(currency: try #require(Currency(code: code)))
            #expect(decode(Self.message(["amount": spelling]), with: decoder) == .row(sale))
        }
        for (code, spelling, reason) in [
            ("JPY", "0.5", .amountTooPrecise), ("JPY", "1000000000000", .amountOutOfRange),
            ("TND", "1.2345", .amountTooPrecise), ("TND", "1000000000", .amountOutOfRange),
        ] as [(String, String, Rejection.Reason)] {
            let decoder = TransactionDecoder(currency: try #require(Currency(code: code)))
            #expect(decode(Self.message(["amount": spelling]), with: decoder) == .refused(reason))
        }
        #expect(Currency(code: "XYZ") == nil && Currency(code: "mad") == nil)
    }

    @Test func `a message's currency must be the lake's, if it names one`() {
        for text in ["\"MAD\"", "\"mad\"", "\"\\u004dAD\"", "null"] {
            #expect(decode(Self.message(more: ", \"currency\": \(text)")) == .row(Self.sale))
        }
        for text in ["\"EUR\"", "\"\"", "\"MADX\"", "\"MA\""] {
            #expect(decode(Self.message(more: ", \"currency\": \(text)")) == .refused(.wrongCurrency))
        }
        #expect(decode(Self.message(more: ", \"currency\": 1")) == .refused(.wrongType))
        #expect(decode(Self.message(more: ", \"currency\": nul")) == .refused(.invalidJSON))
        // Nothing can be said of an amount in another currency.
        #expect(decode(Self.message(["amount": "1.234"], more: ", \"currency\": \"TND\"")) == .refused(.wrongCurrency))
    }

    @Test func `the allowed skew can be any, even the largest`() {
        let message = Self.message(["timestamp": "\"2200-12-31T23:59:59Z\""])
        #expect(decode(message, with: TransactionDecoder(maximumFutureSkew: .max)) != .refused(.timestampInFuture))
        let exact = Self.message(["timestamp": "\"2026-01-01T00:00:00Z\""])
        #expect(decode(exact, with: TransactionDecoder(maximumFutureSkew: 0)) != .refused(.timestampInFuture))
        #expect(decode(exact, with: TransactionDecoder(maximumFutureSkew: -1)) == .refused(.timestampInFuture))
    }

    @Test(arguments: [(127, true), (128, false)])
    func `128 arrays and objects may be open at once`(depth: Int, isAccepted: Bool) {
        let value = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let outcome = decode(Self.message(more: ", \"x\": \(value)"))
        #expect(outcome == (isAccepted ? .row(Self.sale) : .refused(.invalidJSON)))
    }

    @Test func `fields can be read from other keys`() throws {
        let fields = try FieldMapping(names: [.category: "product_category", .amount: "total"])
        let decoder = TransactionDecoder(fields: fields)
        let message = Self.message(["category": nil], more: #", "product_category": "Livres", "total": 12.5"#)
        #expect(decode(message, with: decoder) == .row(Self.sale))
        #expect(decode(Self.message(), with: decoder) == .refused(.missingField))
    }

    @Test func `two fields can't be read from one key`() {
        #expect(throws: FieldMappingError.self) { try FieldMapping(names: [.city: "category"]) }
        #expect(throws: Never.self) { try FieldMapping(names: [.city: "category", .category: "city"]) }
        // Composed and decomposed é are equal as strings and different as keys.
        #expect(throws: Never.self) { try FieldMapping(names: [.city: "\u{E9}", .category: "e\u{301}"]) }
    }

    @Test func `the detail of a rejection says where and what`() throws {
        let price = try rejection(Self.message(["amount": "12.345"]))
        #expect(price.offset == 42 && price.payload == Array(Self.message(["amount": "12.345"]).utf8))
        #expect(price.detail == "amount at byte 90: expected at most 2 decimals, found 12.345")
        #expect(try rejection("").detail == "byte 0: expected a value, the message is empty")
        #expect(try rejection("{\"a\" 1}").detail == "byte 5: expected ':' after a key, found '1'")
        #expect(try rejection("{\"a\": 1").detail == "byte 7: expected ',' or '}', found the end of the message")
        #expect(try rejection("\u{FEFF}{}").detail == "byte 0: expected a value, found the byte 0xEF")
        #expect(try rejection("{}").detail.hasPrefix("missing: transaction_id, user_id, city"))
        #expect(try rejection("{\"a\":1,\"a\":2}").detail == "byte 8: the key \"a\" stands twice")
        #expect(
            try rejection(Self.message(["city": "\"\\ude00\""])).detail == "byte 51: an escape of half a surrogate pair"
        )
        let long = try rejection(Self.message(["city": "\"\(String(repeating: "x", count: 10_000))\""]))
        #expect(long.detail.utf8.count < 200 && long.detail.hasSuffix("…"))
    }

    @Test(.timeLimit(.minutes(1)))
    func `time grows no faster than a message, whatever it is made of`() {
        // Each of these would take hours if its parts were compared with each other, or digits multiplied out.
        let keys = (0..<300_000).map { ", \"key\($0)\": 0" }.joined()
        #expect(decode(Self.message(more: keys)) == .row(Self.sale))
        #expect(decode(Self.message(more: keys + ", \"key7\": 0")) == .refused(.duplicateKey))
        let zeros = String(repeating: "0", count: 1_000_000)
        #expect(decode(Self.message(["amount": "0.\(zeros)1"])) == .refused(.amountTooPrecise))
        #expect(decode(Self.message(["amount": "125\(zeros)e-1000001"])) == .row(Self.sale))
        #expect(decode(Self.message(["quantity": "1\(zeros)"])) == .refused(.quantityOutOfRange))
        #expect(decode(String(repeating: "[", count: 1_000_000)) == .refused(.invalidJSON))
    }
}
