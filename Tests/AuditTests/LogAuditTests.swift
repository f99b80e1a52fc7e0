import Commerce
import Lake
import Testing
import TransactionLogs

@testable import Audit

/// A lake against the log that it was filled from, message by message.
struct LogAuditTests {
    private func answers(
        _ change: (inout AuditedShop) -> Void
    ) throws -> (messages: LogFindings.Answer, content: LogFindings.Answer) {
        var shop = AuditedShop()
        change(&shop)
        let findings = try shop.findings()
        return (findings.messageAnswer, findings.contentAnswer)
    }

    @Test(arguments: [false, true], [1_024, 5_000, 1 << 26] as [Int64])
    func `a lake that holds what the log means passes, in whatever order its rows lie`(reversed: Bool, round: Int64)
        throws
    {
        let findings = try AuditedShop().findings(reversed: reversed, roundSize: round)
        #expect(findings.messages == 6_000 && findings.messageAnswer.passed, "\(findings.messageAnswer)")
        #expect(findings.contentAnswer.passed, "\(findings.contentAnswer)")
        #expect(findings.contentAnswer.detail.contains("were rejected as timestamp_in_future"))
    }

    @Test func `progress is made over every offset that both can have`() throws {
        let shop = AuditedShop()
        let seen = Exclusive<Int64>(0)
        let audit = LogAudit(
            log: shop.log, lake: try shop.lake(), decoder: TransactionDecoder(maximumFutureSkew: .max), workers: 2)
        _ = try audit.run(committed: shop.committed) { count in seen.withLock { $0 += count } }
        #expect(try seen.current == audit.offsetCount(committed: shop.committed) && seen.current == 6_000)
    }

    @Test func `each field of a transaction is compared`() throws {
        let changes: [(String, (inout Transaction) -> Void)] = [
            ("transaction_id is `T500` in the log and `T501` in the lake", { $0.transactionID = "T501" }),
            ("user_id is `U19` in the log and `U1` in the lake", { $0.userID = "U1" }),
            ("city is `Rabat` in the log and `Fès` in the lake", { $0.city = "Fès" }),
            ("category is `Books` in the log and `` in the lake", { $0.category = "" }),
            ("amount is `500.00` in the log and `0.05` in the lake", { $0.amount = 5 }),
            ("quantity is `1` in the log and `2` in the lake", { $0.quantity = 2 }),
            ("payment_method is `Cash` in the log and `cash` in the lake", { $0.paymentMethod = "cash" }),
        ]
        for (words, change) in changes {
            let (messages, content) = try answers { shop in
                guard var sale = shop.sales[1]?[500] else { return }
                change(&sale)
                shop.sales[1]?[500] = sale
            }
            #expect(messages.passed && !content.passed)
            #expect(content.examples == ["partition 1, offset 500: \(words)"])
        }
        let (_, content) = try answers { $0.sales[0]?[70]?.timestamp = AuditedShop.now }
        #expect(content.examples.first?.contains("timestamp is `2026-") == true, "\(content)")
        #expect(content.detail.hasPrefix("1 messages differ"))
    }

    @Test(arguments: ["JPY": ("500", "501"), "TND": ("500.000", "500.001")])
    func `amounts are compared in the lake's own currency`(code: String, amounts: (String, String)) throws {
        var shop = AuditedShop(currency: try #require(Currency(code: code)))
        #expect(try shop.findings().contentAnswer.passed)
        shop.sales[1]?[500]?.amount += 1
        #expect(
            try shop.findings().contentAnswer.examples == [
                "partition 1, offset 500: amount is `\(amounts.0)` in the log and `\(amounts.1)` in the lake"
            ])
    }

    @Test func `a rejection is compared by its reason and its bytes`() throws {
        var (_, content) = try answers { $0.rejected[0]?[73]?.payload[3] = 0 }
        #expect(
            content.examples.first?.hasPrefix("partition 0, offset 73: payload is `{\"transaction_id\": 73`") == true)
        (_, content) = try answers { $0.rejected[0]?[73]?.reason = "tombstone" }
        #expect(
            content.examples == ["partition 0, offset 73: reason is invalid_json by the log and tombstone in the lake"])
        (_, content) = try answers { $0.rejected[1]?[199]?.payload = [32] }
        #expect(content.examples.first?.contains("partition 1, offset 199: payload is ``") == true, "\(content)")
        let (messages, _) = try answers { $0.rejected[0]?[73] = nil }
        #expect(messages.examples == ["partition 0: offset 73 is missing in the lake"])
    }

    @Test func `two rows that are exchanged are noticed, and so is a verdict that is`() throws {
        var (_, content) = try answers { shop in
            let (first, second) = (shop.sales[0]?[100], shop.sales[0]?[102])
            shop.sales[0]?[100] = second
            shop.sales[0]?[102] = first
        }
        #expect(content.detail.hasPrefix("2 messages differ"))
        (_, content) = try answers { shop in
            shop.sales[0]?[100] = nil
            shop.rejected[0]?[100] = RejectedRow(
                partition: 0, offset: 100, reason: "invalid_json", detail: "", payload: AuditedShop.json(100),
                rejectedAt: AuditedShop.now)
        }
        #expect(content.examples.first?.contains("valid transaction in the log, rejected as invalid_json") == true)
        (_, content) = try answers { shop in
            let next = shop.sales[0]?[74]
            shop.rejected[0]?[73] = nil
            shop.sales[0]?[73] = next
        }
        #expect(content.examples.first?.contains("rejected as invalid_json by the log, a transaction") == true)
    }

    @Test func `a message that was ahead of the clock when it was read is right either way, with its own bytes`() throws
    {
        var (messages, content) = try answers { shop in
            // Read again by a clock that had caught up, or under a larger skew.
            for (offset, row) in shop.rejected[0] ?? [:] where row.reason == "timestamp_in_future" {
                var decoder = TransactionDecoder(maximumFutureSkew: .max)
                var batch = TransactionBatch(partition: 0)
                decoder.decode(row.payload.rawSpan, offset: offset, now: AuditedShop.now, into: &batch)
                shop.rejected[0]?[offset] = nil
                shop.sales[0]?[offset] = batch.transaction(at: 0)
            }
        }
        #expect(messages.passed && content.passed, "\(content)")
        (_, content) = try answers { shop in
            shop.rejected[0]?[161]?.payload = AuditedShop.json(162, isAhead: true)
        }
        #expect(content.examples.first?.hasPrefix("partition 0, offset 161: payload is ") == true, "\(content)")
        // What was long past can't have been in the future.
        (_, content) = try answers { shop in
            shop.rejected[0]?[161]?.rejectedAt = Timestamp(microseconds: 2 * AuditedShop.now.microseconds)
        }
        #expect(
            content.examples.first?.contains("valid transaction in the log, rejected as timestamp_in_future") == true)
    }

    @Test func `more differences than are looked at are counted by blocks`() throws {
        var shop = AuditedShop(partitions: 23)
        for (partition, sales) in shop.sales {
            for offset in sales.keys { shop.sales[partition]?[offset]?.city = "Oujda" }
        }
        let answer = try shop.findings().contentAnswer
        #expect(!answer.passed && answer.examples.count == 10)
        #expect(answer.examples.first?.hasPrefix("partition 0, offset 70: city is `Rabat`") == true)
        #expect(answer.detail.contains("more blocks of 1,024 offsets"), "\(answer)")
    }

    @Test func `what compaction removed is no difference, what is gone from a log that does not compact is one`() throws
    {
        let gone = Array(200..<700) as [Int64]
        var (messages, content) = try answers { shop in
            for offset in gone { shop.log.messages[1]?[offset] = nil }
            shop.log.compaction = .success(true)
        }
        #expect(messages.passed && content.passed && messages.examples.isEmpty)
        #expect(messages.detail.contains("500 messages of the lake were removed by the log's compaction"))
        (messages, content) = try answers { shop in
            for offset in gone { shop.log.messages[1]?[offset] = nil }
        }
        #expect(!messages.passed && content.passed)
        #expect(messages.examples.first == "partition 1: offset 200 is not in the log")
        (messages, _) = try answers { shop in
            for offset in gone { shop.log.messages[1]?[offset] = nil }
            shop.log.compaction = .failure(TransactionLogError(.notPermitted, "no right to ask"))
        }
        #expect(!messages.passed && messages.detail.contains("could not be determined: no right to ask"))
    }

    @Test func `what a compacting log still has must be in the lake, field by field`() throws {
        let (messages, content) = try answers { shop in
            for offset in Int64(200)..<700 { shop.log.messages[1]?[offset] = nil }
            shop.log.compaction = .success(true)
            shop.sales[1]?[750]?.amount += 1
            shop.sales[1]?[751] = nil
        }
        #expect(messages.examples == ["partition 1: offset 751 is missing in the lake"])
        #expect(content.examples.map { $0.prefix(34) } == ["partition 1, offset 750: amount is"])
    }

    @Test func `retention at the beginning is told, a log that was cut at its end is a fault`() throws {
        var (messages, content) = try answers { shop in
            for offset in Int64(70)..<1_500 { shop.log.messages[0]?[offset] = nil }
            for offset in Int64(70)..<3_070 { shop.log.messages[1]?[offset] = nil }
            shop.log.ranges[1] = 3_070..<3_070
        }
        #expect(messages.passed && content.passed, "\(messages)")
        #expect(messages.detail.contains("4430 committed offsets were removed by the log's retention"), "\(messages)")
        (messages, content) = try answers { shop in
            for offset in Int64(3_000)..<3_070 { shop.log.messages[0]?[offset] = nil }
            shop.log.compaction = .success(true)
        }
        #expect(!messages.passed && content.passed)
        #expect(messages.examples == ["partition 0: the log ends at 3000, the lake at 3070"])
        (messages, _) = try answers { $0.log.messages[1] = nil }
        #expect(messages.examples == ["partition 1: the log does not have it"])
    }
}
