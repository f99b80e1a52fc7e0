import Commerce
import SparkEngine
import Testing
import Windowing

@testable import Live

@Suite(.enabled(if: SparkOracle.python != nil, "skipped: no Python environment with Spark, or no Java"), .serialized)
struct LivePlanTests {
    private static let largeAmount: Int64 = 100_000

    @Test func `live figures of a range are those that Souk's own engine counts`() throws {
        let market = try Market(seed: 21, count: 5_000)
        let ranges = market.sales.enumerated().map {
            OffsetRange(partition: Int32($0), from: 0, to: Int64($1.count))
        }
        let plan = LivePlan(settings: market.settings, ranges: ranges, largeAmount: Self.largeAmount)
        var spark = SparkOracle()
        spark.add("transactions", schema: SparkOracle.transactionSchema, rows: market.rows)
        spark.ask("figures", plan.figures(from: "transactions", indexBits: CustomerSketch.indexBits))
        spark.ask("top", plan.top(from: "transactions", leastAmount: nil))
        spark.ask("customers", plan.customers(from: "transactions", limit: 10_000))
        let second = LivePlan(
            settings: market.settings, ranges: [OffsetRange(partition: 1, from: 100, to: 900)],
            largeAmount: Self.largeAmount)
        let bound = try #require(market.sales[1][100..<900].map(\.amount).max()) - 1
        spark.ask("some", second.figures(from: "transactions", indexBits: 4))
        spark.ask("bound", second.top(from: "transactions", leastAmount: bound))
        let answers = try spark.answers()
        let figures = try Figures(answers["figures"])
        try checkTotals(figures, market)
        try checkFinerSums(figures, market)
        try checkLists(figures, Figures(answers["top"]), market)
        try checkCustomers(figures, answers["customers"], market)
        let some = try Figures(answers["some"])
        #expect(some.numbers(.block).map { $0[1] } == ["800"])
        #expect(some.numbers(.register).count == 16)
        let bounded = try Figures(answers["bound"])
        #expect(
            Set(bounded.numbers(.sale).map { $0[0] }) == ["\(bound + 1)"], "only what may still enter is looked for")
    }

    @Test func `many offsets are cut into blocks, each with its own bounds`() throws {
        let market = try Market(seed: 22, count: 15_000)
        let ranges = market.sales.enumerated().map {
            OffsetRange(partition: Int32($0), from: 0, to: Int64($1.count))
        }
        var spark = SparkOracle()
        spark.add("transactions", schema: SparkOracle.transactionSchema, rows: market.rows)
        spark.ask(
            "figures",
            LivePlan(settings: market.settings, ranges: ranges, largeAmount: Self.largeAmount)
                .figures(from: "transactions", indexBits: 4))
        let blocks = Set(try Figures(spark.answers()["figures"]).numbers(.block).map { Array($0[..<8]) })
        let expected = market.sales.enumerated().flatMap { partition, sales in
            stride(from: 0, to: sales.count, by: 4_096).map { from -> [String?] in
                let block = sales[from..<min(from + 4_096, sales.count)]
                let times = block.map(\.timestamp.microseconds)
                return [
                    "\(partition)", "\(block.count)", "\(block.reduce(0) { $0 + $1.amount })",
                    "\(block.reduce(0) { $0 + Int64($1.quantity) })", times.min().map { "\($0)" },
                    times.max().map { "\($0)" }, "\(from)", block.map(\.amount).max().map { "\($0)" },
                ]
            }
        }
        #expect(blocks == Set(expected) && expected.count > market.sales.count)
    }

    /// The rows of `LivePlan.figures`, as texts.
    private struct Figures {
        private let rows: [[String?]]

        init(_ rows: [[String?]]?) throws { self.rows = try #require(rows) }

        func texts(_ kind: LivePlan.Kind) -> [[String?]] { of(kind).map { Array($0[1..<6]) } }

        func numbers(_ kind: LivePlan.Kind) -> [[String?]] { of(kind).map { Array($0[6...]) } }

        private func of(_ kind: LivePlan.Kind) -> [[String?]] { rows.filter { $0[0] == kind.rawValue } }
    }

    private func checkTotals(_ figures: Figures, _ market: Market) throws {
        var state = try Market(seed: 21, count: 5_000, lateness: WindowSettings.longest).windows()
        // By their bytes: the market has cities that `String` takes for the same.
        var expected: [LivePlan.Kind: [[UInt8]: [Int64]]] = [:]
        for row in state.closeAll() {
            let (kind, name): (LivePlan.Kind, String) =
                switch row.dimension {
                case .all: (.interval, "\(row.windowStart)")
                case .category: (.category, row.key)
                case .city: (.city, row.key)
                case .paymentMethod: (.payment, row.key)
                }
            let key = Array(name.utf8)
            let sums = expected[kind]?[key] ?? [0, 0, 0]
            let more = [row.numTransactions, row.totalRevenue, row.quantity]
            expected[kind, default: [:]][key] = zip(sums, more).map(+)
        }
        for kind in [LivePlan.Kind.interval, .category, .city, .payment] {
            let found = try zip(figures.texts(kind), figures.numbers(kind)).map { texts, numbers in
                (
                    Array(try #require(kind == .interval ? numbers[0] : texts[0]).utf8),
                    try numbers[1..<4].map { try #require($0.flatMap { Int64($0) }) }
                )
            }
            #expect(Dictionary(uniqueKeysWithValues: found) == expected[kind], "\(kind)")
        }
    }

    /// The sums of quarters of an hour and of the categories in each city, and the count of large sales.
    private func checkFinerSums(_ figures: Figures, _ market: Market) throws {
        let sales = Array(market.sales.joined())
        func sums(_ sales: [Transaction]) -> [String?] {
            [
                "\(sales.count)", "\(sales.reduce(0) { $0 + $1.amount })",
                "\(sales.reduce(0) { $0 + Int64($1.quantity) })",
            ]
        }
        let quarters = Dictionary(grouping: sales) { sale -> Int64 in
            let time = sale.timestamp.microseconds
            return time - ((time % 900_000_000) + 900_000_000) % 900_000_000
        }
        let foundQuarters = figures.numbers(.quarter).map { Array($0[..<4]) }
        #expect(Set(foundQuarters) == Set(quarters.map { ["\($0)"] + sums($1) }))
        let pairs = Dictionary(grouping: sales) { [Array($0.category.utf8), Array($0.city.utf8)] }
        let foundPairs = zip(figures.texts(.cityCategory), figures.numbers(.cityCategory)).map { texts, numbers in
            (texts[..<2].map { Array(($0 ?? "").utf8) }, Array(numbers[1..<4]))
        }
        #expect(Dictionary(uniqueKeysWithValues: foundPairs) == pairs.mapValues(sums))
        let large = try figures.numbers(.block).reduce(Int64(0)) { count, numbers in
            count + (try #require(numbers[LivePlan.Number.large.rawValue].flatMap { Int64($0) }))
        }
        #expect(large == Int64(sales.count { $0.amount > Self.largeAmount }))
        #expect(large > 0 && large < Int64(sales.count))
    }

    private func checkLists(_ figures: Figures, _ top: Figures, _ market: Market) throws {
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
        func found(_ figures: Figures) -> [[String?]] {
            zip(figures.texts(.sale), figures.numbers(.sale)).map { $0 + $1[..<3] }
        }
        #expect(found(top) == aggregate.top.transactions.map(text))
        #expect(found(figures) == aggregate.latest.arrivals.map { text($0.transaction) })
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
            registers[register] = try #require(row[LivePlan.Number.rank.rawValue].flatMap { UInt8($0) })
        }
        #expect(registers == expected)
    }
}
