import Commerce
import SparkEngine
import Testing
import Windowing

@testable import Live

@Suite(.enabled(if: SparkOracle.python != nil, "skipped: no Python environment with Spark, or no Java"), .serialized)
struct LivePlanTests {
    @Test func `live figures of a range are those that Souk's own engine counts`() throws {
        let market = try Market(seed: 21, count: 5_000)
        let ranges = market.sales.enumerated().map {
            OffsetRange(partition: Int32($0), from: 0, to: Int64($1.count))
        }
        let plan = LivePlan(settings: market.settings, ranges: ranges)
        var spark = SparkOracle()
        spark.add("transactions", schema: SparkOracle.transactionSchema, rows: market.rows)
        spark.ask("totals", plan.totals(from: "transactions"))
        spark.ask("partitions", plan.partitions(from: "transactions"))
        spark.ask("top", plan.top(from: "transactions"))
        spark.ask("latest", plan.latest(from: "transactions"))
        spark.ask("customers", plan.customers(from: "transactions", limit: 10_000))
        spark.ask("registers", plan.customerRegisters(from: "transactions", indexBits: CustomerSketch.indexBits))
        spark.ask("late", plan.lateTransactions(from: "transactions", largestEventTimes: [:]))
        let second = LivePlan(settings: market.settings, ranges: [OffsetRange(partition: 1, from: 100, to: 900)])
        spark.ask("some", "SELECT sum(transactions) FROM (\(second.partitions(from: "transactions")))")
        spark.ask("late_of_some", second.lateTransactions(from: "transactions", largestEventTimes: [1: .max / 2]))
        let answers = try spark.answers()
        try checkTotals(answers["totals"], market)
        try checkLists(answers, market)
        try checkCustomers(answers, market)
        #expect(answers["late"] == [["\(try market.windows().tooLate)"]])
        #expect(answers["some"] == [["800"]])
        #expect(answers["late_of_some"] == [["800"]])
        let partitions = Set(try #require(answers["partitions"]))
        let expected = market.sales.enumerated().map { partition, sales -> [String?] in
            let times = sales.map(\.timestamp.microseconds)
            return [
                "\(partition)", "\(sales.count)", times.min().map(String.init), times.max().map(String.init),
                "\(sales.count - 1)",
            ]
        }
        #expect(partitions == Set(expected))
    }

    private func checkTotals(_ rows: [[String?]]?, _ market: Market) throws {
        var (state, _) = try Market(seed: 21, count: 5_000, lateness: WindowSettings.longest).windows()
        let expected = state.closeAll().map { row -> [String?] in
            [
                "\(row.windowStart)", row.dimension.name, row.key, "\(row.totalRevenue)", "\(row.numTransactions)",
                "\(row.quantity)", "\(row.maximumAmount)",
            ]
        }
        #expect(Set(try #require(rows)) == Set(expected))
    }

    private func checkLists(_ answers: [String: [[String?]]], _ market: Market) throws {
        var aggregate = LiveAggregate()
        for partition in market.sales.indices {
            let batch = market.batch(partition)
            aggregate.add(batch, rows: 0..<batch.count, arrival: Timestamp(microseconds: 0))
        }
        func text(_ sale: Transaction) -> [String?] {
            [
                sale.transactionID, sale.userID, sale.city, sale.category, "\(sale.amount)", "\(sale.quantity)",
                sale.paymentMethod, "\(sale.timestamp.microseconds)",
            ]
        }
        let top = try #require(answers["top"])
        #expect(top.map { Array($0.prefix(8)) } == aggregate.top.transactions.map(text))
        let latest = try #require(answers["latest"])
        #expect(latest.map { Array($0.prefix(8)) } == aggregate.latest.arrivals.map { text($0.transaction) })
    }

    private func checkCustomers(_ answers: [String: [[String?]]], _ market: Market) throws {
        let users = Set(market.sales.joined().map(\.userID))
        let hashes = users.map { XXH64.hash(Array($0.utf8), in: 0..<$0.utf8.count) }
        let found = try #require(answers["customers"]).map { try #require($0[0].flatMap { Int64($0) }) }
        #expect(Set(found.map(UInt64.init(bitPattern:))) == Set(hashes))
        var sketch = CustomerSketch()
        for user in users { sketch.add(Array(user.utf8)) }
        guard case .registers(let expected) = sketch.storage else {
            Issue.record("the sample has too few customers for registers")
            return
        }
        var registers = [UInt8](repeating: 0, count: CustomerSketch.registerCount)
        for row in try #require(answers["registers"]) {
            let register = try #require(row[0].flatMap { Int($0) })
            registers[register] = try #require(row[1].flatMap { UInt8($0) })
        }
        #expect(registers == expected)
    }
}
