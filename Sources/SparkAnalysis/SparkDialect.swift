internal import Analysis

/// What Spark calls things, from 3.5 on.
struct SparkDialect: SQLDialect {
    let allBits = "-1"
    let sumType = "BIGINT"
    let materialized = ""

    func microseconds(of timestamp: String) -> String { "unix_micros(\(timestamp))" }

    func timestamp(ofMicroseconds microseconds: String) -> String { "timestamp_micros(\(microseconds))" }

    func quotient(_ dividend: String, _ divisor: String) -> String { "(\(dividend) DIV \(divisor))" }

    func block(ofOffset offset: String) -> String { "shiftright(\(offset), 6)" }

    func bit(ofOffset offset: String) -> String { "shiftleft(1L, CAST(\(offset) & 63 AS INT))" }

    func last(_ value: String, by order: String) -> String { "max_by(\(value), \(order))" }

    /// Spark's SQL has no join by the last row before. Both tables are put into one order, and each row takes the values of the
    /// last row of the other table that came before it; a shuffle by partition, which the windows over offsets need anyway.
    func latest(
        _ columns: [String], of table: String, isEmpty: Bool, beside left: String, leftColumns: [String]
    ) -> String {
        let own = leftColumns.joined(separator: ", ")
        guard !isEmpty else {
            let nothing = columns.map { "CAST(NULL AS BIGINT) AS \($0)" }.joined(separator: ", ")
            return "SELECT \(own), \(nothing) FROM (\(left)) l"
        }
        let leftFields = leftColumns.joined(separator: ", ")
        let rightFields = leftColumns.map { name in
            switch name {
            case "_partition": "_partition"
            case "position": "first AS position"
            default: "NULL AS \(name)"
            }
        }.joined(separator: ", ")
        let values = columns.map { "'\($0)', \($0)" }.joined(separator: ", ")
        let taken = columns.map { "found.\($0) AS \($0)" }.joined(separator: ", ")
        return """
            SELECT \(own), \(taken) FROM (
                SELECT \(own), is_row, last_value(given, true) OVER (
                    PARTITION BY _partition ORDER BY position, is_row ROWS UNBOUNDED PRECEDING) AS found
                FROM (
                    SELECT \(leftFields), 1 AS is_row, NULL AS given FROM (\(left)) l
                    UNION ALL
                    SELECT \(rightFields), 0 AS is_row, named_struct(\(values)) AS given FROM \(table)) both_tables) placed
            WHERE is_row = 1
            """
    }
}
