internal import Analysis
internal import SparkConnect

extension ResultValue {
    /// A value of Spark's; what our own queries don't ask for becomes its text.
    init(_ value: SparkValue) {
        switch value {
        case .null: self = .null
        case .integer(let number): self = .integer(Int128(number))
        case .decimal(let unscaled, let scale): self = .decimal(unscaled: unscaled, scale: scale)
        case .text(let text): self = .text(text)
        case .timestamp(let microseconds): self = .timestamp(microseconds: microseconds)
        default: self = .text(SparkPrintedValue(value).description)
        }
    }
}
