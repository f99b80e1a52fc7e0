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
}
