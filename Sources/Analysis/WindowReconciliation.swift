/// Finds where the table `windows` differs from a lake's transactions, for windows that are known to be stale.
public struct WindowReconciliation {
    /// What a window and key come to, as the next revision of the row in the lake.
    public struct Correction: Sendable, Hashable {
        /// When the window begins, in microseconds since the epoch.
        public var windowStart: Int64
        /// The dimension's name.
        public var dimension: String
        /// The key.
        public var key: String
        /// Revenue in minor units.
        public var revenue: Int64
        /// Revenue ÷ transactions in minor units, rounded half away from zero.
        public var average: Int64
        /// How many transactions.
        public var transactions: Int64
        /// How many articles.
        public var articles: Int64
        /// The largest amount in minor units.
        public var largest: Int64
        /// The revision to write.
        public var revision: Int32
    }

    private let database: LakeDatabase
    private let windowSize: Int64

    /// A reconciliation of an open lake. It keeps a table in the database, so use one of its own.
    ///
    /// - Parameter windowSize: the length of a window in microseconds.
    public init(database: LakeDatabase, windowSize: Int64) {
        precondition(windowSize > 0, "a window of \(windowSize) µs")
        self.database = database
        self.windowSize = windowSize
    }

    /// Hands over every row that is missing or differs, ordered by window, dimension and key.
    ///
    /// - Parameter ranges: the stale windows, from starts to ends in microseconds since the epoch; ascending and disjoint.
    /// - Throws: `AnalysisError`, with the code `.interrupted` after a cancellation, and what `body` throws.
    public func forEach(in ranges: [Range<Int64>], _ body: (Correction) throws -> Void) throws {
        try database.run("recomputing windows") {
            let rows = try database.rows(of: try corrections(in: ranges))
            while let row = try rows.next() { try body(correction(row)) }
        }
    }

    private func corrections(in ranges: [Range<Int64>]) throws -> String {
        let sql = WindowSQL(size: windowSize, dialect: database.dialect, currency: database.currency)
        var condition = "(\(sql.isWithin(ranges, "start")))"
        if ranges.count > WindowSQL.rangeLimit {
            // So many comparisons a row would cost more than looking its window up.
            try database.keep(
                ranges.map { [$0.lowerBound, $0.upperBound] }, columns: ["first", "next"], as: "stale_ranges")
            try database.keep(
                "SELECT unnest(range(first, next, \(windowSize))) AS start FROM stale_ranges", as: "stale_windows")
            condition += " AND start IN (SELECT start FROM stale_windows)"
        }
        return """
            SELECT r.start, r.dimension, r.key, r.revenue, r.average, r.transactions, r.articles, r.largest,
                coalesce(w.highest + 1, 0)
            FROM (\(sql.recomputed(where: condition))) r
            LEFT JOIN (\(sql.written(where: condition))) w USING (start, dimension, key)
            WHERE w.highest IS NULL OR r.revenue <> w.revenue OR r.average <> w.average
                OR r.transactions <> w.transactions OR r.articles <> w.articles OR r.largest <> w.largest
            ORDER BY r.start, r.dimension, r.key
            """
    }

    private func correction(_ row: ResultRow) throws -> Correction {
        func amount(_ index: Int) throws -> Int64 {
            guard let value = Int64(exactly: row.integer(index)) else {
                throw AnalysisError(
                    .database, "a window's total of \(row.integer(index)) is more than the lake can hold")
            }
            return value
        }
        return Correction(
            windowStart: row.int64(0), dimension: row.text(1), key: row.text(2), revenue: try amount(3),
            average: try amount(4), transactions: row.int64(5), articles: try amount(6), largest: try amount(7),
            revision: Int32(clamping: row.integer(8)))
    }
}
