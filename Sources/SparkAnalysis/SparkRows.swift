internal import Analysis
internal import SparkConnect

/// The rows of a query that Spark answers, as they come.
final class SparkRows: ResultRows {
    private let result: SparkResult
    private var batch: SparkBatch?
    private var row = 0

    init(_ result: SparkResult) {
        self.result = result
    }

    func next() throws -> ResultRow? {
        while batch.map({ row >= $0.rowCount }) ?? true {
            batch = try result.next()
            row = 0
            guard batch != nil else { return nil }
        }
        guard let batch else { return nil }
        defer { row += 1 }
        return ResultRow(result.columns.indices.map { ResultValue(batch.value(row: row, column: $0)) })
    }
}
