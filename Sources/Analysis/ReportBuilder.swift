package import Commerce
internal import DuckDB

/// Makes the report of a lake in a handful of passes over its transactions.
public struct ReportBuilder {
    private let database: any SQLDatabase
    private let clock: any WallClock
    private let timeZone: ReportTimeZone
    private let threshold: Int64

    /// A builder.
    ///
    /// - Parameters:
    ///   - database: The open lake, in whichever database.
    ///   - clock: Says when the report is made.
    ///   - timeZone: The zone of the shop's hours and days.
    ///   - threshold: Transactions with a greater amount, in minor units of the lake's currency, are listed as large.
    package init(
        database: any SQLDatabase, clock: any WallClock, timeZone: ReportTimeZone, threshold: Int64 = 100_000
    ) {
        self.database = database
        self.clock = clock
        self.timeZone = timeZone
        self.threshold = threshold
    }

    /// Reads the lake and gathers the report.
    ///
    /// - Throws: `AnalysisError`, with the code `.interrupted` after a cancellation.
    public func build() throws -> AnalysisReport {
        try database.run("analysing the transactions") {
            var report = AnalysisReport(
                generatedAt: clock.now(), currency: database.currency, timeZone: timeZone, threshold: threshold)
            try addGroups(to: &report)
            try addCustomers(to: &report)
            try addLargest(to: &report)
            try addHoursAndDays(to: &report)
            try addRejected(to: &report)
            return report
        }
    }

    private func addGroups(to report: inout AnalysisReport) throws {
        var groups = GroupTotals()
        let rows = try database.rows(
            of: """
                SELECT grouping_id(category, city, payment_method), category, city, payment_method, count(*), sum(amount),
                    sum(quantity), min(amount), max(amount), min(timestamp), max(timestamp),
                    count(*) FILTER (WHERE amount > \(limit)), sum(amount) FILTER (WHERE amount > \(limit))
                FROM transactions
                GROUP BY GROUPING SETS ((), (category), (city), (payment_method), (category, city))
                """)
        while let row = try rows.next() {
            let totals = AnalysisReport.Totals(
                transactions: row.int64(4), revenue: row.minorUnits(5), articles: row.integer(6))
            if groups.add(
                totals, grouping: row.int64(0), category: row.text(1), city: row.text(2), payment: row.text(3))
            {
                continue
            }
            guard totals.transactions > 0 else { return }
            report.totals = totals
            report.smallestAmount = Int64(row.minorUnits(7))
            report.largestAmount = Int64(row.minorUnits(8))
            report.period = Timestamp(microseconds: row.microseconds(9))...Timestamp(microseconds: row.microseconds(10))
            report.largeTransactions.transactions = row.int64(11)
            report.largeTransactions.revenue = row.minorUnits(12)
        }
        report.categories = groups.categoryGroups(of: report.totals)
        report.cities = groups.cityGroups(of: report.totals)
        report.paymentMethods = groups.paymentMethodGroups(of: report.totals)
    }

    private var limit: DuckDBDecimal {
        DuckDBDecimal(minorUnits: Int128(threshold), of: database.currency)
    }

    private func addCustomers(to report: inout AnalysisReport) throws {
        let rows = try database.rows(
            of: """
                WITH customers AS \(database.dialect.materialized) (
                    SELECT user_id, count(*) AS transactions, sum(amount) AS revenue FROM transactions GROUP BY user_id)
                SELECT user_id, transactions, revenue, (SELECT count(*) FROM customers) FROM customers
                ORDER BY revenue DESC, user_id LIMIT 10
                """
        ).all()
        report.customers = rows.first?.int64(3) ?? 0
        report.topCustomers = rows.map { row in
            AnalysisReport.Customer(userID: row.text(0), transactions: row.int64(1), revenue: row.minorUnits(2))
        }
    }

    private func addLargest(to report: inout AnalysisReport) throws {
        let rows = try database.rows(
            of: """
                SELECT transaction_id, user_id, city, category, amount, quantity, payment_method, timestamp FROM transactions
                ORDER BY amount DESC, timestamp, transaction_id, _partition, _offset LIMIT 20
                """)
        let largest = try rows.all().map { row in
            Transaction(
                transactionID: row.text(0), userID: row.text(1), city: row.text(2), category: row.text(3),
                amount: Int64(row.minorUnits(4)), quantity: Int32(row.integer(5)), paymentMethod: row.text(6),
                timestamp: Timestamp(microseconds: row.microseconds(7)))
        }
        report.topTransactions = Array(largest.prefix(10))
        report.largeTransactions.largest = largest.filter { $0.amount > threshold }
    }

    /// Offsets from UTC are whole quarters of an hour everywhere, so quarters are grouped by SQL and shifted here; that needs
    /// no time zone data in the database.
    private func addHoursAndDays(to report: inout AnalysisReport) throws {
        report.hours = (0..<24).map { AnalysisReport.Hour(hour: $0, transactions: 0, revenue: 0) }
        var days: [Int64: AnalysisReport.Totals] = [:]
        let quarter: Int64 = 900_000_000
        let dialect = database.dialect
        let number = dialect.quotient(dialect.microseconds(of: "timestamp"), "\(quarter)")
        let rows = try database.rows(
            of: """
                SELECT \(number) AS quarter, count(*), sum(amount), sum(quantity) FROM transactions GROUP BY quarter
                """)
        while let row = try rows.next() {
            let start = row.int64(0) * quarter
            let local = start / 1_000_000 + Int64(timeZone.offsetSeconds(at: Timestamp(microseconds: start)))
            let (transactions, revenue) = (row.int64(1), row.minorUnits(2))
            let hour = Int(((local / 3600) % 24 + 24) % 24)
            report.hours[hour].transactions += transactions
            report.hours[hour].revenue += revenue
            let day = (local - ((local % 86_400) + 86_400) % 86_400) / 86_400
            days[day, default: .init()].add(
                .init(transactions: transactions, revenue: revenue, articles: row.integer(3)))
        }
        report.days = days.map { AnalysisReport.Day(number: $0, totals: $1) }.sorted { $0.number < $1.number }
    }

    private func addRejected(to report: inout AnalysisReport) throws {
        let rows = try database.rows(
            of: "SELECT reason, count(*) AS messages FROM rejected GROUP BY reason ORDER BY messages DESC, reason")
        report.rejected = try rows.all().map { row in
            AnalysisReport.RejectedReason(reason: row.text(0), messages: row.int64(1))
        }
    }
}
