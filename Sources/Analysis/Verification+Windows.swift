internal import Commerce
internal import DuckDB

extension Verification {
    /// The windows against a recomputation from the transactions, and the shape of their revisions.
    func windowChecks() throws -> [VerificationResult.Check] {
        try createWrittenWindows()
        try createDifferences()
        return [
            try differenceCheck(
                "windows_complete", fault: "missing", "windows that should have been written are missing"),
            try differenceCheck(
                "windows_have_transactions", fault: "unfounded", "written windows have no transactions"),
            try differenceCheck("windows_exact", fault: "wrong", "written windows differ from their transactions"),
            try boundsCheck(),
            try revisionsCheck(),
            staleCheck(),
        ]
    }

    /// The last revision of every window and key, amounts in minor units, with a summary of its revisions.
    private func createWrittenWindows() throws {
        try database.keep(windows.written(), as: "written_windows")
    }

    var windows: WindowSQL {
        WindowSQL(
            size: input.windowSize, dialect: database.dialect, currency: database.currency, keyOfAll: input.keyOfAll)
    }

    /// Every window that is not recorded as stale equals its recomputation: what differs from that.
    private func createDifferences() throws {
        let mayBeOpen =
            input.allClosed ? "false" : "start + \(input.windowSize) > \(input.closedThrough.map(String.init) ?? "-1")"
        try database.keep(
            input.stale.map { [$0.lowerBound, $0.upperBound] }, columns: ["first", "next"], as: "stale_ranges")
        try database.keep(
            """
            WITH recomputed AS (\(windows.recomputed())),
            compared AS (
                SELECT start, dimension, key, CASE
                    WHEN w.revisions IS NULL THEN CASE WHEN \(mayBeOpen) THEN NULL ELSE 'missing' END
                    WHEN r.transactions IS NULL THEN 'unfounded'
                    WHEN r.revenue IS DISTINCT FROM w.revenue OR r.average IS DISTINCT FROM w.average
                        OR r.transactions IS DISTINCT FROM w.transactions OR r.articles IS DISTINCT FROM w.articles
                        OR r.largest IS DISTINCT FROM w.largest THEN 'wrong'
                    END AS fault,
                    r.revenue AS revenue_expected, w.revenue AS revenue_written,
                    r.average AS average_expected, w.average AS average_written,
                    r.transactions AS transactions_expected, w.transactions AS transactions_written,
                    r.articles AS articles_expected, w.articles AS articles_written,
                    r.largest AS largest_expected, w.largest AS largest_written
                FROM recomputed r FULL JOIN written_windows w USING (start, dimension, key))
            SELECT * FROM compared
            WHERE fault IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM stale_ranges WHERE start >= first AND start < next)
            """, as: "window_differences")
    }

    /// How much of the table the other checks had to leave out.
    private func staleCheck() -> VerificationResult.Check {
        let count = input.stale.reduce(Int64(0)) { $0 + ($1.upperBound - $1.lowerBound) / input.windowSize }
        return check(
            "windows_stale", faults: 0,
            count == 0
                ? "no window awaits its recomputation"
                : "up to \(count) windows await their recomputation, which is the next run's first work")
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
        return check(name, faults: faults, "\(faults) \(words)", examples: examples.map { describe($0) })
    }

    private func describe(_ row: ResultRow) -> String {
        let amounts = [("total_revenue", 3), ("avg_transaction", 5), ("max_amount", 11)]
        let counts = [("num_transactions", 7), ("quantity", 9)]
        var parts: [String] = []
        for (name, column) in amounts + counts {
            let isAmount = amounts.contains { $0.0 == name }
            func text(_ column: Int) -> String {
                guard !row.isNull(column) else { return "nothing" }
                return isAmount
                    ? "\(DuckDBDecimal(minorUnits: row.integer(column), of: database.currency))"
                    : String(row.integer(column))
            }
            let (expected, written) = (text(column), text(column + 1))
            if expected != written { parts.append("\(name) is \(written), should be \(expected)") }
        }
        return "\(Self.window(row)): \(parts.joined(separator: "; "))"
    }

    private static func window(_ row: ResultRow) -> String {
        "\(Timestamp(microseconds: row.int64(0)).iso8601) \(row.text(1)) \"\(row.text(2))\""
    }

    /// Every row spans one window of the right length, at its place, in a dimension that there is.
    private func boundsCheck() throws -> VerificationResult.Check {
        let dialect = database.dialect
        let start = dialect.microseconds(of: "window_start")
        let end = dialect.microseconds(of: "window_end")
        let wrong = """
            FROM windows WHERE \(end) IS DISTINCT FROM \(start) + \(input.windowSize)
                OR \(start) <> \(windows.start(of: start)) OR key IS NULL
                OR dimension IS NULL OR dimension NOT IN ('category', 'city', 'payment_method', 'all')
            """
        let faults = try rows("SELECT count(*) \(wrong)").first?.int64(0) ?? 0
        let examples = try rows(
            """
            SELECT \(start), dimension, key, \(end) \(wrong)
            ORDER BY window_start, dimension, key LIMIT \(exampleLimit)
            """
        ).map { "\(Self.window($0)) ends at \(Timestamp(microseconds: $0.int64(3)).iso8601)" }
        return check("windows_bounded", faults: faults, "\(faults) rows span no proper window", examples: examples)
    }

    /// Revisions count up from 0, and each has more transactions than the one before: a late transaction is their only cause.
    private func revisionsCheck() throws -> VerificationResult.Check {
        let dialect = database.dialect
        let wrong = """
            FROM (
                SELECT \(dialect.microseconds(of: "window_start")) AS start, dimension, key, revision, num_transactions,
                    lag(revision, 1, -1) OVER history AS previous, lag(num_transactions, 1, 0) OVER history AS before
                FROM windows SEMI JOIN (
                    SELECT \(dialect.timestamp(ofMicroseconds: "start")) AS window_start, dimension, key
                    FROM written_windows
                    WHERE revisions > 1 OR lowest <> 0) repeated USING (window_start, dimension, key)
                WINDOW history AS (PARTITION BY window_start, dimension, key ORDER BY revision)) ordered
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
