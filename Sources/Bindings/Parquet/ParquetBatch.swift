internal import CParquet

/// Rows that were read together. Used by one thread at a time.
@safe
public final class ParquetBatch {
    private let handle: OpaquePointer
    let origin: String

    init(handle: OpaquePointer, origin: String) {
        unsafe self.handle = handle
        self.origin = origin
    }

    deinit {
        unsafe souk_parquet_batch_free(handle)
    }

    /// How many rows there are.
    public var count: Int { unsafe Int(souk_parquet_batch_rows(handle)) }

    /// The record of all columns, for nested data.
    public var root: ParquetNode {
        unsafe ParquetNode(batch: self, handle: souk_parquet_batch_root(handle), name: "the record", kind: .structure)
    }

    /// A column of integers, or of timestamps in microseconds since 1970.
    ///
    /// - Throws: `ParquetError` if there is no such column, if it holds something else, or a null.
    public func integers(_ column: String) throws(ParquetError) -> [Int64] {
        try dense(column, [.integer, .timestamp]).integers()
    }

    /// A column of integers that fit 32 bits.
    ///
    /// - Throws: as `integers`, and if a value is too large.
    public func smallIntegers(_ column: String) throws(ParquetError) -> [Int32] {
        let values = try integers(column)
        guard values.allSatisfy({ Int32(exactly: $0) != nil }) else {
            throw ParquetError(.wrongType, "column \(column) of \(origin) holds numbers that need more than 32 bits")
        }
        return values.map { Int32(truncatingIfNeeded: $0) }
    }

    /// A column of decimals, as unscaled integers.
    ///
    /// - Throws: as `integers`, and if the column has another scale.
    public func decimals(_ column: String, scale: Int) throws(ParquetError) -> [Int64] {
        let node = try dense(column, [.decimal])
        guard node.scale == scale else {
            throw ParquetError(
                .wrongType, "column \(column) of \(origin) has \(node.scale) decimals where \(scale) were expected")
        }
        return try node.integers()
    }

    /// A column of texts or bytes.
    ///
    /// - Throws: as `integers`.
    public func texts(_ column: String) throws(ParquetError) -> ParquetTexts {
        try dense(column, [.text, .bytes]).texts()
    }

    private func dense(_ column: String, _ kinds: Set<ParquetNode.Kind>) throws(ParquetError) -> ParquetNode {
        guard let node = try root.field(column, kinds) else {
            throw ParquetError(.missingColumn, "\(origin) has no column \(column)")
        }
        guard node.nullCount == 0 else {
            throw ParquetError(.unexpectedNull, "column \(column) of \(origin) has \(node.nullCount) nulls")
        }
        return node
    }
}
