internal import DuckDB

extension Verification {
    /// The end of the window that holds a moment, in SQL.
    func windowEnd(_ time: String) -> String {
        "(\(windowStart(time)) + \(input.windowSize))"
    }

    /// The start of the window that holds a moment, in SQL; rounded down also before 1970.
    func windowStart(_ time: String) -> String {
        let size = input.windowSize
        return "(\(time) - ((\(time) % \(size)) + \(size)) % \(size))"
    }

    /// Gathers the transactions that were too late for their windows in the table `late_transactions`.
    ///
    /// A transaction is too late if its window's end and the allowed lateness are not after the watermark of its partition at
    /// that row (the largest event time up to and including it, less the delay), or not after the horizon of its piece. Blocks
    /// of 64 offsets bound both from above; only in those few blocks where a row may be too late is it followed row by row.
    ///
    /// - Returns: How many there are.
    func findLateTransactions() throws -> Int64 {
        try createPieces()
        try database.connection.execute(
            """
            CREATE TEMP TABLE suspect_blocks AS
            WITH watermarks AS (
                SELECT _partition, block, earliest,
                    max(latest) OVER (PARTITION BY _partition ORDER BY block ROWS UNBOUNDED PRECEDING) AS largest,
                    max(latest) OVER (
                        PARTITION BY _partition ORDER BY block ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
                FROM offset_blocks)
            SELECT w._partition, w.block, w.before
            FROM watermarks w ASOF LEFT JOIN pieces p ON w._partition = p._partition AND w.block * 64 + 63 >= p.first
            WHERE \(windowEnd("w.earliest")) + \(input.lateness) <= greatest(w.largest - \(input.delay), p.highest)
            """)
        try database.connection.execute(
            """
            CREATE TEMP TABLE late_transactions AS
            WITH followed AS (
                SELECT t._partition, t._offset, epoch_us(t.timestamp) AS time,
                    greatest(s.before, max(epoch_us(t.timestamp)) OVER (
                        PARTITION BY t._partition, s.block ORDER BY t._offset ROWS UNBOUNDED PRECEDING)) AS largest
                FROM transactions t JOIN suspect_blocks s ON t._partition = s._partition AND t._offset >> 6 = s.block)
            SELECT f._partition, f._offset
            FROM followed f ASOF LEFT JOIN pieces p ON f._partition = p._partition AND f._offset >= p.first
            WHERE \(windowEnd("f.time")) + \(input.lateness)
                <= greatest(f.largest - \(input.delay), CASE WHEN f._offset < p.next THEN p.horizon END)
            """)
        return try rows("SELECT count(*) FROM late_transactions").first?.int64(0) ?? 0
    }

    /// The pieces with, beside each, the highest horizon of the partition so far, which bounds every block from above.
    private func createPieces() throws {
        try database.connection.execute(
            "CREATE TEMP TABLE pieces(_partition INTEGER, first BIGINT, next BIGINT, horizon BIGINT, highest BIGINT)")
        var highest: [Int32: Int64] = [:]
        let ordered = input.pieces.sorted { ($0.partition, $0.fromOffset) < ($1.partition, $1.fromOffset) }
        let values = ordered.map { piece in
            let bound = max(highest[piece.partition] ?? .min, piece.horizon)
            highest[piece.partition] = bound
            return "(\(piece.partition),\(piece.fromOffset),\(piece.toOffset),\(piece.horizon),\(bound))"
        }
        let batch = 1000
        for start in stride(from: 0, to: values.count, by: batch) {
            let some = values[start..<min(start + batch, values.count)].joined(separator: ",")
            try database.connection.execute("INSERT INTO pieces VALUES \(some)")
        }
    }
}
