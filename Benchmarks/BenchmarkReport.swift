internal import Commerce
internal import Foundation

/// The figures of one run of a benchmark, in the order in which they should be read.
public struct BenchmarkReport: Sendable, Hashable, Codable {
    /// One figure.
    public struct Row: Sendable, Hashable, Codable {
        /// What was measured.
        public var name: String
        /// The figure.
        public var value: Double
        /// The figure's unit: `messages/s`, `ns`, `MB/s`, `×` for a ratio.
        public var unit: String

        /// One figure with its unit.
        public init(name: String, value: Double, unit: String) {
            self.name = name
            self.value = value
            self.unit = unit
        }
    }

    /// The benchmark's name.
    public var benchmark: String
    /// The figures.
    public var rows: [Row] = []

    /// A report without figures.
    public init(benchmark: String) {
        self.benchmark = benchmark
    }

    /// Adds a figure.
    public mutating func add(_ name: String, _ value: Double, _ unit: String) {
        rows.append(Row(name: name, value: value, unit: unit))
    }

    /// The figure of a name, nil if there is none.
    public subscript(name: String) -> Double? {
        rows.first { $0.name == name }?.value
    }

    /// The report for people: a line per figure, names and figures aligned.
    public var text: String {
        let figures = rows.map { Self.figure($0.value) }
        let nameWidth = rows.map(\.name.count).max() ?? 0
        let figureWidth = figures.map(\.count).max() ?? 0
        let lines = zip(rows, figures).map { row, figure in
            let name = row.name + String(repeating: " ", count: nameWidth - row.name.count)
            return "  \(name)  \(String(repeating: " ", count: figureWidth - figure.count))\(figure) \(row.unit)"
        }
        return ([benchmark] + lines).joined(separator: "\n") + "\n"
    }

    /// The report for programs: one JSON object with the keys `benchmark` and `rows`.
    ///
    /// - Throws: `EncodingError` when a figure is not a finite number.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }

    /// A figure with thousands grouped; with decimals where it is small.
    private static func figure(_ value: Double) -> String {
        let decimals = abs(value) < 10 ? 2 : abs(value) < 1_000 ? 1 : 0
        let scale = [1.0, 10, 100][decimals]
        let scaled = (abs(value) * scale).rounded(.toNearestOrEven)
        // Beyond 2^53 a floating-point number has no more digits to show.
        guard scaled < 0x1p53 else { return "\(value)" }
        let digits = String(Int64(scaled))
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let whole = (value < 0 && scaled > 0 ? "-" : "") + padded.dropLast(decimals).grouped(by: ",")
        return decimals == 0 ? whole : "\(whole).\(padded.suffix(decimals))"
    }
}
