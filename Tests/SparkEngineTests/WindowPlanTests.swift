import Commerce
import MessageTesting
import SparkEngine
import Testing
import Windowing

@Suite(.enabled(if: SparkOracle.python != nil, "skipped: no Python environment with Spark, or no Java"), .serialized)
struct WindowPlanTests {
    private static let schema = """
        window_start TIMESTAMP, window_end TIMESTAMP, dimension STRING, key STRING, total_revenue DECIMAL(18,2),
        avg_transaction DECIMAL(18,2), num_transactions BIGINT, quantity BIGINT, max_amount DECIMAL(12,2), revision INT
        """

    private func texts(_ rows: [[String?]]?) throws -> Set<String> {
        let texts = try #require(rows).map { $0.map { $0 ?? "NULL" }.joined(separator: "|") }
        let different = Set(texts)
        #expect(different.count == texts.count, "a row stands twice")
        return different
    }

    @Test func `a streaming query yields the windows that its watermark has closed, as Souk does`() throws {
        let market = try Market(seed: 5, count: 3_000)
        var state = try Market(seed: 5, count: 3_000, lateness: WindowSettings.longest).windows()
        let expected = state.close(upTo: market.largestEventTime - market.settings.delay)
        var spark = SparkOracle()
        spark.add("transactions", schema: SparkOracle.transactionSchema, rows: market.rows)
        let plan = WindowsPlan(settings: market.settings)
        spark.stream(
            "streamed", plan.windows(from: "stream_of_transactions"), source: "transactions", delay: plan.watermarkDelay
        )
        let bound = try #require(expected.map(\.windowStart).sorted().dropFirst(60).first)
        let bounded = WindowsPlan(settings: market.settings, firstWindowStart: bound)
        spark.stream(
            "bounded", bounded.windows(from: "stream_of_transactions"), source: "transactions",
            delay: plan.watermarkDelay)
        spark.ask("types", "SELECT typeof(struct(*)) FROM (\(plan.windows(from: "transactions"))) LIMIT 1")
        let answers = try spark.answers()
        #expect(try texts(answers["streamed"]) == Set(expected.map(Market.text)))
        #expect(try texts(answers["bounded"]) == Set(expected.filter { $0.windowStart >= bound }.map(Market.text)))
        let types = try #require(answers["types"]?.first?.first ?? nil)
        #expect(types.contains("total_revenue:decimal(18,2),avg_transaction:decimal(18,2),num_transactions:bigint"))
        #expect(types.contains("quantity:bigint,max_amount:decimal(12,2),revision:int"))
    }

    @Test(arguments: [("JPY", 0, ["1001", "334"]), ("TND", 3, ["1.001", "0.334"])])
    func `sums and averages have the decimals of their currency`(
        code: String, digits: Int, expected: [String]
    ) throws {
        let currency = try #require(Currency(code: code))
        let amounts = [333, 333, 335] as [Int64]
        func schema(_ text: String) -> String {
            text.replacing("(12,2)", with: "(12,\(digits))").replacing("(18,2)", with: "(18,\(digits))")
        }
        var spark = SparkOracle()
        spark.add(
            "transactions", schema: schema(SparkOracle.transactionSchema),
            rows: amounts.enumerated().map { offset, amount in
                let text = Money(minorUnits: amount, currency: currency).decimalText
                return ["t", "u", "c", "k", .text(text), 1, "p", 60_000_000, 0, .integer(Int64(offset))]
            })
        spark.add("windows", schema: schema(Self.schema), rows: [])
        let settings = try Market(seed: 1, count: 1).settings
        let plan = ReconciliationPlan(settings: settings, currency: currency)
        let revisions = plan.revisions(transactions: "transactions", windows: "windows")
        spark.ask("revisions", "SELECT total_revenue, avg_transaction FROM (\(revisions)) WHERE dimension = 'all'")
        let windows = WindowsPlan(settings: settings, currency: currency).windows(from: "transactions")
        spark.ask("windows", "SELECT total_revenue, avg_transaction FROM (\(windows)) WHERE dimension = 'all'")
        spark.ask("types", "SELECT typeof(total_revenue), typeof(max_amount) FROM (\(windows)) LIMIT 1")
        let answers = try spark.answers()
        #expect(answers["types"] == [["decimal(18,\(digits))", "decimal(12,\(digits))"]])
        for name in ["revisions", "windows"] {
            #expect(answers[name]?.map { $0.compactMap { $0 } } == [expected])
        }
    }

    @Test func `reconciliation makes any table of windows equal to Souk's, and then finds no difference`() throws {
        let market = try Market(seed: 6, count: 6_000)
        var state = try market.windows()
        let closedThrough = market.largestEventTime - 3 * 60_000_000
        let right = state.close(upTo: closedThrough)
        var random = SplitMix64(seed: 7)
        let written = right.flatMap { revisions(held: $0, &random) } + [unfounded(right[0])]
        var spark = SparkOracle()
        spark.add("transactions", schema: SparkOracle.transactionSchema, rows: market.rows)
        spark.add("windows", schema: Self.schema, rows: written.map(Market.values))
        let plan = ReconciliationPlan(settings: market.settings, closedThrough: closedThrough)
        spark.define("revisions", plan.revisions(transactions: "transactions", windows: "windows"))
        spark.define("after", "SELECT * FROM windows UNION ALL SELECT * FROM revisions")
        spark.ask("revisions_read", "SELECT * FROM revisions")
        spark.ask("differences", plan.differences(transactions: "transactions", windows: "after"))
        let range = right[40].windowStart..<right[80].windowStart
        let ranged = ReconciliationPlan(
            settings: market.settings, windowStarts: range, closedThrough: closedThrough)
        spark.ask("ranged", ranged.revisions(transactions: "transactions", windows: "windows"))
        spark.ask(
            "all",
            ReconciliationPlan(settings: market.settings).revisions(transactions: "transactions", windows: "windows"))
        let answers = try spark.answers()
        let expected = revisions(of: written, towards: right)
        #expect(expected.count > 50)
        #expect(try texts(answers["revisions_read"]) == Set(expected.map(Market.text)))
        #expect(answers["differences"] == [["0"]])
        #expect(
            try texts(answers["ranged"]) == Set(expected.filter { range.contains($0.windowStart) }.map(Market.text)))
        let rest = revisions(of: written, towards: right + state.closeAll())
        #expect(try texts(answers["all"]) == Set(rest.map(Market.text)))
    }

    /// What a table might hold of a window: nothing, a wrong row, a right one, or some revisions.
    private func revisions(held row: WindowRow, _ random: inout SplitMix64) -> [WindowRow] {
        var wrong = row
        wrong.totalRevenue += 1
        var later = row
        later.revision = 1
        switch random.below(8) {
        case 0: return []
        case 1: return [wrong]
        case 2: return [wrong, later]
        default: return [row]
        }
    }

    /// A window that no transaction belongs to.
    private func unfounded(_ row: WindowRow) -> WindowRow {
        var row = row
        row.windowStart -= 3_600_000_000
        row.windowEnd -= 3_600_000_000
        return row
    }

    /// The rows that lead from one table to another.
    private func revisions(of written: [WindowRow], towards right: [WindowRow]) -> [WindowRow] {
        func key(_ row: WindowRow) -> [AnyHashable] {
            [row.windowStart, row.dimension, Array(row.key.utf8)]
        }
        var last: [[AnyHashable]: WindowRow] = [:]
        for row in written.sorted(by: { $0.revision < $1.revision }) { last[key(row)] = row }
        var result: [WindowRow] = []
        for row in right {
            var next = row
            next.revision = 0
            if let old = last.removeValue(forKey: key(row)) {
                next.revision = old.revision
                if next == old { continue }
                next.revision += 1
            }
            result.append(next)
        }
        for row in last.values {
            result.append(
                WindowRow(
                    windowStart: row.windowStart, windowEnd: row.windowEnd, dimension: row.dimension, key: row.key,
                    totalRevenue: 0, average: 0, numTransactions: 0, quantity: 0, maximumAmount: 0,
                    revision: row.revision + 1))
        }
        return result
    }
}
