internal import Parquet

/// A column of one of the lake's tables: what it is to Delta and how it lies in Parquet.
struct TableColumn: Sendable, Hashable {
    let name: String
    let type: ParquetType
    let encoding: ParquetColumn.Encoding
    /// Whether bounds of its values are worth their computation.
    let hasStatistics: Bool

    init(_ name: String, _ type: ParquetType, _ encoding: ParquetColumn.Encoding, hasStatistics: Bool = true) {
        self.name = name
        self.type = type
        self.encoding = encoding
        self.hasStatistics = hasStatistics
    }

    /// The type's name in a Delta schema.
    var deltaType: String {
        switch type {
        case .text: "string"
        case .bytes: "binary"
        case .boolean: "boolean"
        case .int32: "integer"
        case .int64: "long"
        case .double: "double"
        case .decimal(let precision, let scale): "decimal(\(precision),\(scale))"
        case .timestamp: "timestamp"
        }
    }
}
