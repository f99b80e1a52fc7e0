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
        spark.ask("figures", plan.figures(from: "transactions", indexBits: CustomerSketch.indexBits))
        spark.ask("customers", plan.customers(from: "transactions", limit: 10_000))
        spark.ask("late", plan.lateTransactions(from: "transactions", largestEventTimes: [:]))
        let second = LivePlan(settings: market.settings, ranges: [OffsetRange(partition: 1, from: 100, to: 900)])
        let bound = try #require(market.sales[1][100..<900].map(\.amount).max()) - 1
        spark.ask("some", second.figures(from: "transactions", indexBits: 4, leastAmount: bound))
        spark.ask("late_of_some", second.lateTransactions(from: "transactions", largestEventTimes: [1: .max / 2]))
        let answers = try spark.answers()
        let figures = Figures(try #require(answers["figures"]))
        try checkTotals(figures, market)
        try checkLists(figures, market)
        try checkCustomers(figures, answers["customers"], market)
        #expect(answers["late"] == [["\(try market.windows().tooLate)"]])
        let some = Figures(try #require(answers["some"]))
        #expect(some.numbers(.partition).map { $0[1] } == ["800"])
        #expect(some.numbers(.top).map { $0[0] } == ["\(bound + 1)"], "only what may still enter is looked for")
        #expect(some.numbers(.register).count == 16)
        #expect(answers["late_of_some"] == [["800"]])
        let partitions = Set(figures.numbers(.partition))
        let expected = market.sales.enumerated().map { partition, sales -> [String?] in
            let times = sales.map(\.timestamp.microseconds)
            return [
                "\(partition)", "\(sales.count)", times.min().map(String.init), times.max().map(String.init),
                "\(sales.count - 1)",
            ]
        }
        #expect(partitions == Set(expected))
    }

    /// The rows of `LivePlan.figures`, as texts.
    private struct Figures {
        private let rows: [[String?]]

        init(_ rows: [[String?]]) { self.rows = rows }

        func texts(_ kind: LivePlan.Kind) -> [[String?]] { of(kind).map { Array($0[1..<6]) } }

        func numbers(_ kind: LivePlan.Kind) -> [[String?]] { of(kind).map { Array($0[6...]) } }

        private func of(_ kind: LivePlan.Kind) -> [[String?]] { rows.filter { $0[0] == kind.rawValue } }
    }

    private func checkTotals(_ figures: Figures, _ market: Market) throws {
        var (state, _) = try Market(seed: 21, count: 5_000, lateness: WindowSettings.longest).windows()
        let expected = state.closeAll().map { row -> [String?] in
            [
                row.dimension.name, row.key, "\(row.windowStart)", "\(row.totalRevenue)", "\(row.numTransactions)",
                "\(row.quantity)",
            ]
        }
        let found = zip(figures.texts(.group), figures.numbers(.group)).map { Array($0[..<2] + $1[..<4]) }
        #expect(found.count == expected.count && Set(found) == Set(expected))
    }

    private func checkLists(_ figures: Figures, _ market: Market) throws {
        var aggregate = LiveAggregate()
        for partition in market.sales.indices {
            let batch = market.batch(partition)
            aggregate.add(batch, rows: 0..<batch.count, arrival: Timestamp(microseconds: 0))
        }
        func text(_ sale: Transaction) -> [String?] {
            [
                sale.transactionID, sale.userID, sale.city, sale.category, sale.paymentMethod, "\(sale.amount)",
                "\(sale.quantity)", "\(sale.timestamp.microseconds)",
            ]
        }
        func found(_ kind: LivePlan.Kind) -> Set<[String?]> {
            Set(zip(figures.texts(kind), figures.numbers(kind)).map { $0 + $1[..<3] })
        }
        #expect(found(.top) == Set(aggregate.top.transactions.map(text)))
        #expect(found(.latest) == Set(aggregate.latest.arrivals.map { text($0.transaction) }))
    }

    private func checkCustomers(_ figures: Figures, _ customers: [[String?]]?, _ market: Market) throws {
        let users = Set(market.sales.joined().map(\.userID))
        let hashes = users.map { XXH64.hash(Array($0.utf8), in: 0..<$0.utf8.count) }
        let found = try #require(customers).map { try #require($0[0].flatMap { Int64($0) }) }
        #expect(Set(found.map(UInt64.init(bitPattern:))) == Set(hashes))
        var sketch = CustomerSketch()
        for user in users { sketch.add(Array(user.utf8)) }
        guard case .registers(let expected) = sketch.storage else {
            Issue.record("the sample has too few customers for registers")
            return
        }
        var registers = [UInt8](repeating: 0, count: CustomerSketch.registerCount)
        for row in figures.numbers(.register) {
            let register = try #require(row[0].flatMap { Int($0) })
            registers[register] = try #require(row[1].flatMap { UInt8($0) })
        }
        #expect(registers == expected)
    }
}
