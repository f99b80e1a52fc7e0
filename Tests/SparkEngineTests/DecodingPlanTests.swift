import Commerce
import MessageTesting
import SparkEngine
import Testing

@Suite(.enabled(if: SparkOracle.python != nil, "skipped: no Python environment with Spark, or no Java"), .serialized)
struct DecodingPlanTests {
    /// The clock of these tests: 2026-01-01T00:00:00Z.
    private static let now = Timestamp(microseconds: 1_767_225_600_000_000)
    private static let clock = "TIMESTAMP '2026-01-01 00:00:00Z'"

    /// A stream of messages and how they are to be read.
    struct Stream: CustomTestStringConvertible, Sendable {
        var seed: UInt64
        var zone: String
        var names: [String]
        var currency = "MAD"
        var epoch = EpochUnit.auto
        var testDescription: String { "zone \(zone), seed \(seed), \(currency), \(epoch)" }
    }

    private static let defaultNames = TransactionField.allCases.map(\.defaultName)
    private static let mappedNames = [
        "id", "customer", "ville", "product_category", "total", "n", "é\"\n", "time", "devise",
    ]
    private static let localNames = [
        "id", "`client`", "ville", "catégorie", "to'tal", "n", "mode.paiement", "time", "devise",
    ]

    @Test(arguments: [
        Stream(seed: 11, zone: "UTC", names: defaultNames),
        Stream(seed: 12, zone: "Europe/Paris", names: localNames),
        Stream(seed: 13, zone: "Africa/Casablanca", names: mappedNames, currency: "TND", epoch: .nanoseconds),
        Stream(seed: 14, zone: "UTC", names: defaultNames, currency: "JPY", epoch: .seconds),
        Stream(seed: 15, zone: "+01:00", names: defaultNames, epoch: .microseconds),
    ])
    func `Spark accepts what the decoder accepts, with its values, and rejects the rest for its reasons`(
        stream: Stream
    ) throws {
        let currency = try #require(Currency(code: stream.currency))
        var generator = MessageGenerator(
            seed: stream.seed, names: stream.names, decimals: currency.minorUnitDigits)
        var messages: [[UInt8]] = []
        while messages.count < 8_000 {
            let message = generator.message()
            messages.append(message)
            for _ in 0..<generator.random.below(3) { messages.append(generator.mutated(message)) }
        }
        let verdicts = try judge(
            messages, zone: stream.zone, names: stream.names, currency: currency, epoch: stream.epoch)
        for reason in Rejection.Reason.allCases where reason != .tombstone {
            #expect(verdicts.contains { $0.hasPrefix("!\(reason.rawValue)") }, "no message is \(reason.rawValue)")
        }
        #expect(verdicts.count { $0.hasPrefix("=") } > messages.count / 8)
    }

    @Test func `edges of the rules are where the decoder has them`() throws {
        let verdicts = try judge(EdgeCases.messages)
        #expect(verdicts[0].hasPrefix("="))
        for reason in Rejection.Reason.allCases where reason != .tombstone {
            #expect(verdicts.contains("!\(reason.rawValue)"), "no message is \(reason.rawValue)")
        }
    }

    @Test func `details are the decoder's sentences without the positions of bytes`() throws {
        let cases: [(message: String, detail: String)] = [
            (EdgeCases.sale(amount: "1.999"), "amount: expected at most 2 decimals, found 1.999"),
            (EdgeCases.sale(amount: "1, \"city\": 2"), #"the key "city" stands twice"#),
            ("{}", "missing: " + TransactionField.required.map(\.defaultName).joined(separator: ", ")),
            ("[1]", "expected an object, found [1]"),
            ("", "expected a value, the message is empty"),
            ("{", "expected JSON as RFC 8259 defines it with at most 128 levels of nesting"),
            (#""\ud800""#, "found an escape of half a surrogate pair"),
        ]
        var spark = SparkOracle()
        spark.add(
            "messages", schema: SparkOracle.messageSchema,
            rows: cases.enumerated().map { [.bytes(Array($1.message.utf8)), 0, .integer(Int64($0))] })
        let judgements = DecodingPlan().judgements(from: "messages")
        spark.ask("details", "SELECT detail FROM (\(judgements)) ORDER BY _offset")
        #expect(try spark.answers()["details"] == cases.map { [$0.detail] })
    }

    /// Compares the decoder's verdicts with Spark's, and returns them.
    @discardableResult
    private func judge(
        _ messages: [[UInt8]], zone: String = "UTC", names: [String] = defaultNames,
        currency: Currency = .moroccanDirham, epoch: EpochUnit = .auto
    ) throws -> [String] {
        let mapping = try FieldMapping(
            names: Dictionary(uniqueKeysWithValues: zip(TransactionField.allCases, names)))
        var plan = DecodingPlan(fields: mapping, timeZone: zone, epoch: epoch, currency: currency)
        plan.clock = Self.clock
        let decoder = TransactionDecoder(
            fields: mapping, timeZone: try Self.rules(of: zone), epoch: epoch, currency: currency)
        let expected = verdicts(messages, decoder)
        var spark = SparkOracle()
        spark.add(
            "messages", schema: SparkOracle.messageSchema,
            rows: messages.enumerated().map { [.bytes($1), 3, .integer(Int64($0))] })
        spark.ask("accepted", plan.transactions(from: "messages"))
        spark.ask("judged", "SELECT _offset, reason, detail FROM (\(plan.judgements(from: "messages")))")
        let answers = try spark.answers()
        var found = Array(repeating: "nothing", count: messages.count)
        for row in try #require(answers["judged"]) {
            if let reason = row[1] { found[try index(row[0])] = "!" + reason }
        }
        for row in try #require(answers["accepted"]) {
            let index = try index(row[9])
            #expect(
                found[index] == "nothing", "accepted and rejected: \(String(decoding: messages[index], as: UTF8.self))")
            #expect(row[8] == "3")
            found[index] = "=" + row[0..<8].map { $0 ?? "NULL" }.joined(separator: "|")
        }
        var differences = 0
        for (index, message) in messages.enumerated() where found[index] != expected[index] {
            differences += 1
            if differences <= 20 {
                Issue.record(
                    "\(String(decoding: message, as: UTF8.self).prefix(600)): \(expected[index]), in Spark \(found[index])"
                )
            }
        }
        #expect(differences == 0)
        return expected
    }

    private func index(_ text: String?) throws -> Int {
        try #require(text.flatMap { Int($0) })
    }

    private static func rules(of zone: String) throws -> TimeZoneRules {
        zone == "UTC" ? .utc : zone == "+01:00" ? try TimeZoneRules(posix: "<+01>-1") : try ZoneFile.rules(zone)
    }

    private func verdicts(_ messages: [[UInt8]], _ decoder: TransactionDecoder) -> [String] {
        var decoder = decoder
        return messages.map { message in
            var batch = TransactionBatch(partition: 3)
            decoder.decode(message.rawSpan, offset: 0, now: Self.now, into: &batch)
            if let rejection = batch.rejections.first { return "!" + rejection.reason.rawValue }
            let sale = batch.transaction(at: 0)
            let amount = Money(minorUnits: sale.amount, currency: decoder.currency).decimalText
            let values = [
                sale.transactionID, sale.userID, sale.city, sale.category, amount, "\(sale.quantity)",
                sale.paymentMethod, "\(sale.timestamp.microseconds)",
            ]
            return "=" + values.joined(separator: "|")
        }
    }
}
