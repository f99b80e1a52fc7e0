/// A row of one of our own queries, whose types are known; NULL counts as 0 or as no text.
package struct ResultRow: Sendable, Hashable {
    private let values: [ResultValue]

    /// A row of values in the order of the columns.
    package init(_ values: [ResultValue]) {
        self.values = values
    }

    func text(_ index: Int) -> String {
        if case .text(let text) = values[index] { text } else { "" }
    }

    func integer(_ index: Int) -> Int128 {
        switch values[index] {
        case .integer(let value): value
        // Sums of whole numbers are decimals without decimals where a database has no integers of 128 bits.
        case .decimal(let value, scale: 0): value
        default: 0
        }
    }

    func int64(_ index: Int) -> Int64 {
        Int64(clamping: integer(index))
    }

    /// The minor units of an amount, whose decimals are those of the lake's currency.
    func minorUnits(_ index: Int) -> Int128 {
        if case .decimal(let unscaled, _) = values[index] { unscaled } else { 0 }
    }

    func microseconds(_ index: Int) -> Int64 {
        if case .timestamp(let microseconds) = values[index] { microseconds } else { 0 }
    }

    func isNull(_ index: Int) -> Bool {
        values[index] == .null
    }
}
