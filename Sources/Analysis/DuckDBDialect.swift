/// What DuckDB calls things.
struct DuckDBDialect: SQLDialect {
    let allBits = "18446744073709551615"
    let sumType = "HUGEINT"
    let materialized = "MATERIALIZED"

    func microseconds(of timestamp: String) -> String { "epoch_us(\(timestamp))" }

    func timestamp(ofMicroseconds microseconds: String) -> String { "make_timestamptz(\(microseconds))" }

    func quotient(_ dividend: String, _ divisor: String) -> String { "(\(dividend) // \(divisor))" }

    func block(ofOffset offset: String) -> String { "(\(offset) >> 6)" }

    func bit(ofOffset offset: String) -> String { "(1::UBIGINT << (\(offset) & 63)::UBIGINT)" }

    func last(_ value: String, by order: String) -> String { "arg_max(\(value), \(order))" }
}
