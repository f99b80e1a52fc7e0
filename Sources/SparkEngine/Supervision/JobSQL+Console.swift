internal import Streaming
internal import Windowing

/// The queries of `--console`.
extension JobSQL {
    static let consoleRowColumns = columns([
        ("timestamp", false), ("transaction_id", false), ("user_id", false), ("city", false), ("category", false),
        ("amount", true), ("quantity", true), ("payment_method", false),
    ])

    static let consoleWindowColumns = columns([
        ("window_start", false), ("category", false), ("total_revenue", true), ("num_transactions", true),
        ("avg_transaction", true), ("max_amount", true),
    ])

    /// The newest transactions of ranges of offsets, as text.
    func consoleRows(in ranges: [Int32: Range<Int64>]) -> String {
        let limit = 20
        return """
            SELECT date_format(timestamp, 'yyyy-MM-dd HH:mm:ss'), transaction_id, user_id, city, category,
                CAST(amount AS STRING), quantity, payment_method
            FROM (\(live(ranges).latest(from: table(Self.transactions), limit: limit)))
            """
    }

    /// The windows that begin at a moment or later, by category, of what their transactions are so far.
    func consoleWindows(since start: Int64) -> String {
        """
        SELECT date_format(window.start, 'yyyy-MM-dd HH:mm:ss'), category, CAST(sum(amount) AS STRING), count(*),
            CAST(CAST(round(sum(amount) / count(*), 2) AS DECIMAL(18,2)) AS STRING), CAST(max(amount) AS STRING)
        FROM \(table(Self.transactions)) WHERE timestamp >= timestamp_micros(\(start)L)
        GROUP BY window(timestamp, '\(settings.pipeline.windows.size) microseconds'), category ORDER BY 1 DESC, sum(amount) DESC, category LIMIT 60
        """
    }

    private static func columns(_ columns: [(String, Bool)]) -> [SparkConsole.Table.Column] {
        columns.map { SparkConsole.Table.Column(name: $0.0, isNumber: $0.1) }
    }
}
