internal import CSparkConnect

/// Rows that arrived together.
@safe
public struct SparkBatch {
    /// How many rows there are.
    public let rowCount: Int

    private let handle: BatchHandle
    private let columns: [BatchColumn]

    /// - Throws: `SparkError` with code `.protocolViolation` for a type that Souk does not read.
    init(_ handle: BatchHandle, _ activity: String) throws(SparkError) {
        self.handle = handle
        rowCount = unsafe Int(souk_spark_batch_rows(handle.pointer))
        columns = try unsafe BatchColumn(souk_spark_batch_root(handle.pointer), name: "row", activity).children
    }

    /// How many columns there are.
    public var columnCount: Int { columns.count }

    /// A value.
    public func value(row: Int, column: Int) -> SparkValue {
        precondition(row >= 0 && row < rowCount, "row \(row) of \(rowCount)")
        return columns[column].value(at: row)
    }
}
