internal import DuckDB

/// A row of one of our own queries, whose types are known; NULL counts as 0 or as no text.
struct ResultRow {
    private let values: [DuckDBValue]

    init(_ values: [DuckDBValue]) {
        self.values = values
    }

    func text(_ index: Int) -> String {
        values[index].text ?? ""
    }

    func integer(_ index: Int) -> Int128 {
        values[index].integer ?? 0
    }

    func int64(_ index: Int) -> Int64 {
        Int64(clamping: integer(index))
    }

    /// The minor units of an amount with two decimals.
    func minorUnits(_ index: Int) -> Int128 {
        values[index].decimal?.unscaled ?? 0
    }

    func microseconds(_ index: Int) -> Int64 {
        values[index].microseconds ?? 0
    }

    func isNull(_ index: Int) -> Bool {
        values[index].isNull
    }
}
