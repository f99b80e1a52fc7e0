import Commerce
import Foundation
import MessageTesting
import Testing

@Suite(.enabled(if: Oracle.python != nil, "skipped: no Python interpreter to judge the decoder"))
struct DifferentialTests {
    /// The clock of these tests: 2026-01-01T00:00:00Z.
    static let now = Timestamp(microseconds: 1_767_225_600_000_000)
    static let mappedNames = ["id", "customer", "ville", "product_category", "total", "n", "é\"\n", "time", "devise"]

    /// A stream of messages and how they are to be read.
    struct Stream: CustomTestStringConvertible, Sendable {
        var seed: UInt64
        var zone: String
        var names: [String]
        var currency = "MAD"
        var epoch = EpochUnit.auto
        var testDescription: String { "zone \(zone), seed \(seed), \(currency), \(epoch)" }
    }

    static let defaultNames = TransactionField.allCases.map(\.defaultName)

    @Test(arguments: [
        Stream(seed: 1, zone: "UTC", names: defaultNames),
        Stream(seed: 2, zone: "Europe/Paris", names: defaultNames),
        Stream(seed: 3, zone: "Africa/Casablanca", names: mappedNames),
        Stream(seed: 4, zone: "UTC", names: defaultNames, currency: "JPY", epoch: .seconds),
        Stream(seed: 5, zone: "Africa/Tunis", names: defaultNames, currency: "TND", epoch: .nanoseconds),
        Stream(seed: 6, zone: "Europe/Paris", names: mappedNames, currency: "EUR", epoch: .microseconds),
        Stream(seed: 7, zone: "UTC", names: defaultNames, epoch: .milliseconds),
    ])
    func `the decoder and an independent parser agree on every message, its values and its reason`(
        stream: Stream
    ) throws {
        let count = 250_000
        let report = try judge(stream, count: count)
        #expect(report.differences == 0, "\(report.text)")
        #expect(report.verdicts.values.reduce(0, +) == count)
        for reason in Rejection.Reason.allCases where reason != .tombstone {
            #expect(report.verdicts[reason.rawValue, default: 0] > 20, "too few messages are \(reason.rawValue)")
        }
        #expect(report.verdicts["accepted", default: 0] > count / 8)
    }

    @Test func `the oracle notices a wrong verdict`() throws {
        var oracle = try Oracle(zone: "UTC", latest: Self.now, names: Self.defaultNames)
        try oracle.check(Array("{}".utf8), verdict: Array("!missing_field".utf8))
        try oracle.check(Array("{}".utf8), verdict: Array("!invalid_json".utf8))
        let report = try oracle.finish()
        #expect(report.differences == 1)
        #expect(report.text.contains("invalid_json"))
    }

    private func judge(_ stream: Stream, count: Int) throws -> Oracle.Report {
        let latest = Timestamp(microseconds: Self.now.microseconds + TransactionDecoder.defaultFutureSkew)
        let currency = try #require(Currency(code: stream.currency))
        var oracle = try Oracle(
            zone: stream.zone, latest: latest, names: stream.names, currency: currency, epoch: stream.epoch)
        let names = zip(TransactionField.allCases, stream.names)
        var decoder = TransactionDecoder(
            fields: try FieldMapping(names: Dictionary(uniqueKeysWithValues: names)),
            timeZone: stream.zone == "UTC" ? .utc : try ZoneFile.rules(stream.zone), epoch: stream.epoch,
            currency: currency)
        var generator = MessageGenerator(seed: stream.seed, names: stream.names, decimals: currency.minorUnitDigits)
        var batch = TransactionBatch(partition: 0)
        var checked = 0
        while checked < count {
            let message = generator.message()
            let mutants = min(generator.random.below(4), count - checked - 1)
            for index in 0...mutants {
                let bytes = index == 0 ? message : generator.mutated(message)
                decoder.decode(bytes.rawSpan, offset: Int64(checked), now: Self.now, into: &batch)
                try oracle.check(bytes, verdict: verdict(in: batch))
                checked += 1
                batch.removeAll()
            }
        }
        return try oracle.finish()
    }

    /// What the decoder made of one message, in the oracle's notation.
    private func verdict(in batch: borrowing TransactionBatch) -> [UInt8] {
        precondition(batch.count + batch.rejections.count == 1, "a message is one row or one rejection")
        if let rejection = batch.rejections.first {
            return Array("!\(rejection.reason.rawValue)".utf8)
        }
        var verdict = Array("=\(batch.amounts[0]),\(batch.quantities[0]),\(batch.timestamps[0]),".utf8)
        append(batch.transactionIDBytes[...], to: &verdict)
        append(text(batch.userIDs[0], in: batch.users), to: &verdict)
        append(text(batch.cityIDs[0], in: batch.cities), to: &verdict)
        append(text(batch.categoryIDs[0], in: batch.categories), to: &verdict)
        append(text(batch.paymentMethodIDs[0], in: batch.paymentMethods), to: &verdict)
        return verdict
    }

    private func text(_ id: UInt32, in dictionary: StringDictionary) -> ArraySlice<UInt8> {
        dictionary.bytes[Int(dictionary.ends[Int(id)])..<Int(dictionary.ends[Int(id) + 1])]
    }

    private func append(_ text: ArraySlice<UInt8>, to verdict: inout [UInt8]) {
        verdict.append(UInt8(text.count & 0xFF))
        verdict.append(UInt8(text.count >> 8))
        verdict += text
    }
}
