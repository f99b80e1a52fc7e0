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
        let dialect = database.dialect
        try database.keep(
            """
            SELECT _partition, block, before
            FROM (\(dialect.latest(
                ["highest"], of: "pieces", isEmpty: input.pieces.isEmpty, beside: Self.blockWatermarks,
                leftColumns: ["_partition", "block", "earliest", "largest", "before", "position"]))) w
            WHERE \(windowEnd("earliest")) + \(input.lateness) <= greatest(largest - \(input.delay), highest)
            """, as: "suspect_blocks")
        let time = dialect.microseconds(of: "t.timestamp")
        let followed = """
            SELECT t._partition, t._offset AS position, \(time) AS time,
                greatest(s.before, max(\(time)) OVER (
                    PARTITION BY t._partition, s.block ORDER BY t._offset ROWS UNBOUNDED PRECEDING)) AS largest
            FROM transactions t JOIN suspect_blocks s
                ON t._partition = s._partition AND \(dialect.block(ofOffset: "t._offset")) = s.block
            """
        try database.keep(
            """
            SELECT _partition, position AS _offset
            FROM (\(dialect.latest(
                ["next", "horizon"], of: "pieces", isEmpty: input.pieces.isEmpty, beside: followed,
                leftColumns: ["_partition", "position", "time", "largest"]))) f
            WHERE \(windowEnd("time")) + \(input.lateness)
                <= greatest(largest - \(input.delay), CASE WHEN position < next THEN horizon END)
            """, as: "late_transactions")
        return try rows("SELECT count(*) FROM late_transactions").first?.int64(0) ?? 0
    }

    /// Each block with the largest event time up to its end and up to its beginning, and the last offset it can hold.
    private static let blockWatermarks = """
        SELECT _partition, block, earliest,
            max(latest) OVER (PARTITION BY _partition ORDER BY block ROWS UNBOUNDED PRECEDING) AS largest,
            max(latest) OVER (
                PARTITION BY _partition ORDER BY block ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before,
            block * 64 + 63 AS position
        FROM offset_blocks
        """

    /// The pieces with, beside each, the highest horizon of the partition so far, which bounds every block from above.
    private func createPieces() throws {
        var highest: [Int32: Int64] = [:]
        let ordered = input.pieces.sorted { ($0.partition, $0.fromOffset) < ($1.partition, $1.fromOffset) }
        let rows = ordered.map { piece in
            let bound = max(highest[piece.partition] ?? .min, piece.horizon)
            highest[piece.partition] = bound
            return [Int64(piece.partition), piece.fromOffset, piece.toOffset, piece.horizon, bound]
        }
        try database.keep(rows, columns: ["_partition", "first", "next", "horizon", "highest"], as: "pieces")
    }
}
