internal import DuckDB

/// A value as queries print it.
package protocol PrintedValue {
    /// Whether it is NULL.
    var isNull: Bool { get }
    /// The value as text: exact numbers, ISO 8601 in UTC for moments.
    var description: String { get }
    /// The value for a program to read.
    var json: JSONValue { get }
}

extension DuckDBValue: PrintedValue {
    package var json: JSONValue {
        switch self {
        case .null: .null
        case .boolean(let value): .boolean(value)
        case .integer, .decimal: .number(description)
        case .float(let number): number.isFinite ? .number(description) : .null
        case .double(let number): number.isFinite ? .number(description) : .null
        case .text, .blob, .date, .time, .timestamp, .localTimestamp: .string(description)
        }
    }
}
