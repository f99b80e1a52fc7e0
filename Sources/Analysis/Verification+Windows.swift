internal import Commerce
internal import DuckDB

extension Verification {
    /// The windows against a recomputation from the transactions, and the shape of their revisions.
    func windowChecks(hasLateTransactions: Bool) throws -> [VerificationResult.Check] {
        try createWrittenWindows()
        try createDifferences(hasLateTransactions: hasLateTransactions)
        return [
            try differenceCheck(
                "windows_complete", fault: "missing", "windows that should have been written are missing"),
            try differenceCheck(
                "windows_have_transactions", fault: "unfounded", "written windows have no transactions"),
            try differenceCheck("windows_exact", fault: "wrong", "written windows differ from their transactions"),
            try boundsCheck(),
            try revisionsCheck(),
        ]
    }

    /// The last revision of every window and key, amounts in minor units, with a summary of its revisions.
    private func createWrittenWindows() throws {
        try database.connection.execute(
            """
            CREATE TEMP TABLE written_windows AS
            SELECT epoch_us(window_start) AS start, dimension, key,
                arg_max((total_revenue * 100)::HUGEINT, revision) AS revenue,
                arg_max((avg_transaction * 100)::HUGEINT, revision) AS average,
                arg_max(num_transactions, revision) AS transactions, arg_max(quantity, revision) AS articles,
                arg_max((max_amount * 100)::HUGEINT, revision) AS largest,
                count(*) AS revisions, min(revision) AS lowest, max(revision) AS highest
            FROM windows GROUP BY ALL
            """)
    }

    private func createDifferences(hasLateTransactions: Bool) throws {
        let late = hasLateTransactions ? "ANTI JOIN late_transactions USING (_partition, _offset)" : ""
        let mayBeOpen =
            input.allClosed ? "false" : "start + \(input.windowSize) > \(input.closedThrough.map(String.init) ?? "-1")"
        // The average is rounded half away from zero in whole numbers: (2 × revenue + count) ÷ (2 × count), cut off.
        try database.connection.execute(
            """
            CREATE TEMP TABLE window_differences AS
            WITH sales AS (
                SELECT \(windowStart("epoch_us(timestamp)")) AS start, category, city, payment_method,
                    (amount * 100)::BIGINT AS amount, quantity
                FROM transactions \(late)),
            recomputed AS (
                SELECT start,
                    CASE WHEN grouping(category) = 0 THEN 'category' WHEN grouping(city) = 0 THEN 'city'
                        WHEN grouping(payment_method) = 0 THEN 'payment_method' ELSE 'all' END AS dimension,
                    CASE WHEN grouping(category) = 0 THEN category WHEN grouping(city) = 0 THEN city
                        WHEN grouping(payment_method) = 0 THEN payment_method ELSE \(quoted(text: input.keyOfAll)) END AS key,
                    sum(amount) AS revenue, (2 * sum(amount) + count(*)) // (2 * count(*)) AS average,
                    count(*) AS transactions, sum(quantity) AS articles, max(amount)::HUGEINT AS largest
                FROM sales
                GROUP BY GROUPING SETS ((start, category), (start, city), (start, payment_method), (start))),
            compared AS (
                SELECT start, dimension, key, CASE
                    WHEN w.revisions IS NULL THEN CASE WHEN \(mayBeOpen) THEN NULL ELSE 'missing' END
                    WHEN r.transactions IS NULL THEN 'unfounded'
                    WHEN (r.revenue, r.average, r.transactions, r.articles, r.largest)
                        IS DISTINCT FROM (w.revenue, w.average, w.transactions, w.articles, w.largest) THEN 'wrong'
                    END AS fault,
                    r.revenue AS revenue_expected, w.revenue AS revenue_written,
                    r.average AS average_expected, w.average AS average_written,
                    r.transactions AS transactions_expected, w.transactions AS transactions_written,
                    r.articles AS articles_expected, w.articles AS articles_written,
                    r.largest AS largest_expected, w.largest AS largest_written
                FROM recomputed r FULL JOIN written_windows w USING (start, dimension, key))
            SELECT * FROM compared WHERE fault IS NOT NULL
            """)
    }

    private func differenceCheck(
        _ name: String, fault: String, _ words: String
    ) throws -> VerificationResult.Check {
        let faults = try rows("SELECT count(*) FROM window_differences WHERE fault = '\(fault)'").first?.int64(0) ?? 0
        let examples = try rows(
            """
            SELECT start, dimension, key, revenue_expected, revenue_written, average_expected, average_written,
                transactions_expected, transactions_written, articles_expected, articles_written, largest_expected,
                largest_written
            FROM window_differences WHERE fault = '\(fault)' ORDER BY start, dimension, key LIMIT \(exampleLimit)
            """)
        return check(name, faults: faults, "\(faults) \(words)", examples: examples.map(Self.describe))
    }

    private static func describe(_ row: ResultRow) -> String {
        let amounts = [("total_revenue", 3), ("avg_transaction", 5), ("max_amount", 11)]
        let counts = [("num_transactions", 7), ("quantity", 9)]
        var parts: [String] = []
        for (name, column) in amounts + counts {
            let isAmount = amounts.contains { $0.0 == name }
            func text(_ column: Int) -> String {
                guard !row.isNull(column) else { return "nothing" }
                return isAmount ? "\(DuckDBDecimal(minorUnits: row.integer(column)))" : String(row.integer(column))
            }
            let (expected, written) = (text(column), text(column + 1))
            if expected != written { parts.append("\(name) is \(written), should be \(expected)") }
        }
        return "\(window(row)): \(parts.joined(separator: "; "))"
    }

    private static func window(_ row: ResultRow) -> String {
        "\(Timestamp(microseconds: row.int64(0)).iso8601) \(row.text(1)) \"\(row.text(2))\""
    }

    /// Every row spans one window of the right length, at its place, in a dimension that there is.
    private func boundsCheck() throws -> VerificationResult.Check {
        let wrong = """
            FROM windows WHERE epoch_us(window_end) IS DISTINCT FROM epoch_us(window_start) + \(input.windowSize)
                OR epoch_us(window_start) <> \(windowStart("epoch_us(window_start)")) OR key IS NULL
                OR dimension IS NULL OR dimension NOT IN ('category', 'city', 'payment_method', 'all')
            """
        let faults = try rows("SELECT count(*) \(wrong)").first?.int64(0) ?? 0
        let examples = try rows(
            """
            SELECT epoch_us(window_start), dimension, key, epoch_us(window_end) \(wrong)
            ORDER BY window_start, dimension, key LIMIT \(exampleLimit)
            """
        ).map { "\(Self.window($0)) ends at \(Timestamp(microseconds: $0.int64(3)).iso8601)" }
        return check("windows_bounded", faults: faults, "\(faults) rows span no proper window", examples: examples)
    }

    /// Revisions count up from 0, and each has more transactions than the one before: a late transaction is their only cause.
    private func revisionsCheck() throws -> VerificationResult.Check {
        let wrong = """
            FROM (
                SELECT epoch_us(window_start) AS start, dimension, key, revision, num_transactions,
                    lag(revision, 1, -1) OVER history AS previous, lag(num_transactions, 1, 0) OVER history AS before
                FROM windows SEMI JOIN (
                    SELECT make_timestamp(start) AS window_start, dimension, key FROM written_windows
                    WHERE revisions > 1 OR lowest <> 0) USING (window_start, dimension, key)
                WINDOW history AS (PARTITION BY window_start, dimension, key ORDER BY revision))
            WHERE revision <> previous + 1 OR num_transactions <= before
            """
        let faults = try rows("SELECT count(*) \(wrong)").first?.int64(0) ?? 0
        let examples = try rows(
            """
            SELECT start, dimension, key, revision, previous, num_transactions, before \(wrong)
            ORDER BY start, dimension, key, revision LIMIT \(exampleLimit)
            """
        ).map { row in
            let before = row.integer(4) < 0 ? "no revision" : "revision \(row.integer(4))"
            return
                "\(Self.window(row)): revision \(row.integer(3)) with \(row.integer(5)) transactions after \(before) "
                + "with \(row.integer(6))"
        }
        return check(
            "revisions_dense", faults: faults, "\(faults) revisions don't follow from the one before",
            examples: examples)
    }
}
