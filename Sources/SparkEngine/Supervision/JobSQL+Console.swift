internal import Commerce
internal import Streaming
internal import Windowing

/// The queries of a console.
extension JobSQL {
    /// The newest transactions of ranges of offsets, as text.
    func consoleRows(in ranges: [Int32: Range<Int64>]) -> String {
        """
        SELECT date_format(timestamp, 'yyyy-MM-dd HH:mm:ss'), transaction_id, user_id, city, category,
            CAST(amount AS STRING), quantity, payment_method
        FROM (\(live(ranges).latest(from: table(Self.transactions), limit: ConsoleTable.transactionLimit)))
        """
    }

    /// The windows that begin at a moment or later, by category, of what their transactions are so far.
    func consoleWindows(since start: Int64) -> String {
        let digits = settings.pipeline.currency.minorUnitDigits
        return """
            SELECT date_format(window.start, 'yyyy-MM-dd HH:mm:ss'), category, CAST(sum(amount) AS STRING), count(*),
                CAST(CAST(round(sum(amount) / count(*), \(digits)) AS DECIMAL(18,\(digits))) AS STRING), CAST(max(amount) AS STRING)
            FROM \(table(Self.transactions)) WHERE timestamp >= timestamp_micros(\(start)L)
            GROUP BY window(timestamp, '\(settings.pipeline.windows.size) microseconds'), category
            ORDER BY 1 DESC, sum(amount) DESC, category LIMIT \(ConsoleTable.windowLimit)
            """
    }
}
