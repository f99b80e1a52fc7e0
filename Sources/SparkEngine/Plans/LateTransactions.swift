internal import Windowing

/// The rule that a transaction is too late if its window's end and the allowed lateness are not after its partition's
/// watermark at that row: the largest event time of the partition up to it, less the delay.
enum LateTransactions {
    /// Offsets that are bounded together.
    private static let blockSize = 4_096

    /// The condition of the rule.
    ///
    /// - Parameters:
    ///   - time: the event time, in microseconds since the epoch.
    ///   - largest: the largest event time of the partition up to that row.
    static func isLate(_ time: String, largest: String, _ settings: WindowSettings) -> String {
        let start = SQLText.windowStart(ofMicroseconds: time, size: settings.size)
        return "\(start) + \(settings.size + settings.lateness + settings.delay)L <= \(largest)"
    }

    /// The places, `_partition` and `_offset`, of the transactions that were too late.
    ///
    /// Blocks of offsets bound both sides of the rule from above; only the few blocks in which a row may be too late are
    /// followed row by row, in the order of their offsets.
    ///
    /// - Parameter largestEventTimes: the largest event time of each partition before these transactions, in microseconds since
    ///   the epoch; empty where they are all that there are.
    static func places(
        in transactions: String, _ settings: WindowSettings, largestEventTimes: [Int32: Int64] = [:]
    ) -> String {
        let cases = largestEventTimes.sorted { $0.key < $1.key }.map { "WHEN \($0.key) THEN \($0.value)L" }
        let earlier =
            cases.isEmpty ? "CAST(NULL AS BIGINT)" : "CASE _partition \(cases.joined(separator: " ")) END"
        return """
            SELECT _partition, _offset FROM (
                SELECT sale._partition, sale._offset, unix_micros(sale.timestamp) AS time,
                    greatest(suspect.before, max(unix_micros(sale.timestamp)) OVER (
                        PARTITION BY sale._partition, suspect.block ORDER BY sale._offset
                        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)) AS largest
                FROM \(transactions) AS sale JOIN (
                    SELECT _partition, block, before FROM (
                        SELECT _partition, block, earliest,
                            greatest(\(earlier), max(latest) OVER (PARTITION BY _partition ORDER BY block
                                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)) AS largest,
                            greatest(\(earlier), max(latest) OVER (PARTITION BY _partition ORDER BY block
                                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) AS before
                        FROM (
                            SELECT _partition, _offset div \(blockSize) AS block, min(unix_micros(timestamp)) AS earliest,
                                max(unix_micros(timestamp)) AS latest
                            FROM \(transactions) GROUP BY 1, 2))
                    WHERE \(isLate("earliest", largest: "largest", settings))) AS suspect
                ON sale._partition = suspect._partition AND sale._offset div \(blockSize) = suspect.block)
            WHERE \(isLate("time", largest: "largest", settings))
            """
    }
}
