internal import DuckDB

extension ResultValue {
    /// A value of DuckDB's; what our own queries don't ask for becomes its text.
    init(_ value: DuckDBValue) {
        switch value {
        case .null: self = .null
        case .integer(let number): self = .integer(number)
        case .decimal(let number): self = .decimal(unscaled: number.unscaled, scale: number.scale)
        case .timestamp(let microseconds): self = .timestamp(microseconds: microseconds)
        case .text(let text): self = .text(text)
        case .boolean, .float, .double, .blob, .date, .time, .localTimestamp: self = .text(value.description)
        }
    }
}
