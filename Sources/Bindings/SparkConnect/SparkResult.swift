internal import CSparkConnect

/// The rows of a statement, as they arrive. Used by one thread; dropping it before its end interrupts the work on the server.
///
/// ```swift
/// let result = try session.query("SELECT city, count(*) FROM sales GROUP BY city", tag: nil, timeout: .seconds(30))
/// while let batch = try result.next() {
///     for row in 0..<batch.rowCount { print(batch.value(row: row, column: 0), batch.value(row: row, column: 1)) }
/// }
/// ```
public final class SparkResult {
    /// The columns in their order.
    public let columns: [SparkColumn]

    private let execution: Execution
    private var isAtEnd = false

    /// Waits for the columns, which come before any work.
    init(_ execution: Execution) throws(SparkError) {
        self.execution = execution
        switch try execution.next() {
        case souk_spark_answer_schema: columns = execution.takeColumns()
        case souk_spark_answer_end: throw execution.violation("no columns")
        case let answer: throw execution.violation("something else (\(answer.rawValue)) than columns")
        }
    }

    /// The next rows; nil after the last ones.
    public func next() throws(SparkError) -> SparkBatch? {
        guard !isAtEnd else { return nil }
        while true {
            switch try execution.next() {
            case souk_spark_answer_batch:
                let batch = try execution.takeBatch()
                guard batch.columnCount == columns.count else {
                    throw execution.violation("\(batch.columnCount) columns of rows instead of \(columns.count)")
                }
                return batch
            case souk_spark_answer_end:
                isAtEnd = true
                return nil
            default: continue
            }
        }
    }

    /// Gathers all rows; for results that are known to be small.
    public func rows() throws(SparkError) -> [[SparkValue]] {
        var rows: [[SparkValue]] = []
        while let batch = try next() {
            for row in 0..<batch.rowCount {
                rows.append(columns.indices.map { batch.value(row: row, column: $0) })
            }
        }
        return rows
    }
}
