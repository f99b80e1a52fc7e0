import Commerce
import MessageTesting
import SparkEngine
import Testing

@Suite(.enabled(if: SparkOracle.python != nil, "skipped: no Python environment with Spark, or no Java"), .serialized)
struct SettlementPlanTests {
    @Test func `settling a range rejects all of its messages that are not among its transactions`() throws {
        let names = TransactionField.allCases.map(\.defaultName)
        var generator = MessageGenerator(seed: 31, names: names)
        let messages = (0..<2_000).map { _ in generator.message() }
        var decoder = TransactionDecoder()
        let now = Timestamp(microseconds: 1_767_225_600_000_000)
        var plan = SettlementPlan(
            decoding: DecodingPlan(),
            ranges: [OffsetRange(partition: 0, from: 100, to: 1_500), OffsetRange(partition: 1, from: 0, to: 10)])
        plan.decoding.clock = "TIMESTAMP '2026-01-01 00:00:00Z'"
        var expected: [String: (reason: String, payload: [UInt8])] = [:]
        var rows: [[SparkOracle.Value]] = []
        var forgotten: Int?
        for (offset, message) in messages.enumerated() {
            rows.append([.bytes(message), 0, .integer(Int64(offset))])
            var batch = TransactionBatch(partition: 0)
            decoder.decode(message.rawSpan, offset: Int64(offset), now: now, into: &batch)
            guard (100..<1_500).contains(offset) else { continue }
            if let rejection = batch.rejections.first {
                expected["0/\(offset)"] = (rejection.reason.rawValue, message)
            } else if forgotten == nil {
                forgotten = offset
                expected["0/\(offset)"] = ("timestamp_in_future", message)
            }
        }
        rows.append([.null, 1, 4])
        expected["1/4"] = ("tombstone", [])
        rows.append([.null, 2, 4])
        var spark = SparkOracle()
        spark.add("messages", schema: SparkOracle.messageSchema, rows: rows)
        let accepted = plan.decoding.transactions(from: "messages")
        spark.define("transactions", "SELECT * FROM (\(accepted)) WHERE _offset <> \(try #require(forgotten))")
        spark.define("rejected", plan.rejected(messages: "messages", transactions: "transactions"))
        spark.ask("rows", "SELECT * FROM rejected")
        spark.ask("types", "SELECT typeof(struct(*)) FROM rejected LIMIT 1")
        let answers = try spark.answers()
        let found = try #require(answers["rows"])
        #expect(found.count == expected.count)
        for row in found {
            let place = "\(row[0] ?? "")/\(row[1] ?? "")"
            let wanted = try #require(expected[place], "\(place) is no rejected message")
            #expect(row[2] == wanted.reason, "\(place)")
            #expect(row[3]?.isEmpty == false, "\(place) has no detail")
            #expect(row[4] == hexadecimal(wanted.payload))
            #expect(row[5] != nil)
        }
        #expect(
            answers["types"] == [
                [
                    "struct<_partition:int,_offset:bigint,reason:string,detail:string,payload:binary,"
                        + "rejected_at:timestamp>"
                ]
            ])
    }

    private func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
