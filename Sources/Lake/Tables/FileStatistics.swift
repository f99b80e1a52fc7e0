internal import Commerce
internal import Parquet

/// Counts and bounds of a data file's rows, as the log holds them (the protocol's per-file statistics).
struct FileStatistics {
    private let columns: [TableColumn]
    private var bounds: [String: ClosedRange<Int64>] = [:]
    private(set) var rowCount: Int64 = 0

    init(_ schema: TableSchema) {
        columns = schema.columns
    }

    /// Counts rows.
    mutating func add(rows: Int) {
        rowCount += Int64(rows)
    }

    /// Takes the values of an integer, decimal or timestamp column into its bounds.
    mutating func add<Value: FixedWidthInteger & SignedInteger>(_ column: String, _ values: Span<Value>) {
        guard !values.isEmpty else { return }
        var smallest = values[0]
        var largest = values[0]
        for index in values.indices {
            smallest = min(smallest, values[index])
            largest = max(largest, values[index])
        }
        add(column, Int64(smallest)...Int64(largest))
    }

    /// Takes a range of values into a column's bounds.
    mutating func add(_ column: String, _ range: ClosedRange<Int64>) {
        let known = bounds[column] ?? range
        bounds[column] = min(known.lowerBound, range.lowerBound)...max(known.upperBound, range.upperBound)
    }

    /// The statistics as JSON text.
    var json: String {
        let bounded = columns.filter { bounds[$0.name] != nil }
        func members(_ value: (TableColumn) -> String) -> String {
            "{" + bounded.map { "\"\($0.name)\":\(value($0))" }.joined(separator: ",") + "}"
        }
        let smallest = members { Self.describe(bounds[$0.name]?.lowerBound ?? 0, as: $0.type, roundedUp: false) }
        let largest = members { Self.describe(bounds[$0.name]?.upperBound ?? 0, as: $0.type, roundedUp: true) }
        let nulls = "{" + columns.map { "\"\($0.name)\":0" }.joined(separator: ",") + "}"
        return #"{"numRecords":\#(rowCount),"minValues":\#(smallest),"maxValues":\#(largest),"nullCount":\#(nulls)}"#
    }

    /// A bound as JSON. Timestamps have milliseconds only: the smallest is rounded down, the largest up.
    private static func describe(_ value: Int64, as type: ParquetType, roundedUp: Bool) -> String {
        switch type {
        case .decimal(_, let scale): decimal(value, scale: scale)
        case .timestamp: "\"\(timestamp(value, roundedUp: roundedUp))\""
        default: String(value)
        }
    }

    private static func decimal(_ value: Int64, scale: Int) -> String {
        let digits = String(value.magnitude)
        let padded = String(repeating: "0", count: max(0, scale + 1 - digits.utf8.count)) + digits
        let fraction = scale == 0 ? "" : ".\(padded.suffix(scale))"
        return "\(value < 0 ? "-" : "")\(padded.dropLast(scale))\(fraction)"
    }

    private static func timestamp(_ microseconds: Int64, roundedUp: Bool) -> String {
        let below = microseconds >= 0 ? microseconds / 1000 : (microseconds - 999) / 1000
        let milliseconds = roundedUp && below * 1000 < microseconds ? below + 1 : below
        let text = Timestamp(microseconds: milliseconds * 1000).iso8601
        return text.contains(".") ? text : "\(text.dropLast()).000Z"
    }
}

extension AddFile {
    /// Between which moments a timestamp column's values lie, in microseconds since the epoch, as the file's statistics say;
    /// nil if they don't.
    ///
    /// Statistics hold milliseconds, and some writers cut off what is finer; so the last one counts to its end.
    public func times(of column: String) -> ClosedRange<Int64>? {
        guard let stats, let statistics = try? JSON.decode(Bounds.self, from: Array(stats.utf8)),
            case .text(let smallest)? = statistics.minValues[column],
            case .text(let largest)? = statistics.maxValues[column],
            let first = try? Timestamp(iso8601: smallest), let last = try? Timestamp(iso8601: largest), first <= last
        else { return nil }
        return first.microseconds...last.microseconds + 999
    }

    private struct Bounds: Decodable {
        var minValues: [String: JSONValue]
        var maxValues: [String: JSONValue]
    }
}
