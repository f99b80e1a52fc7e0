internal import DuckDB

/// The rows of a query that DuckDB answers.
final class DuckDBRows: ResultRows {
    private let result: DuckDBResult
    private var chunk: DuckDBChunk?
    private var row = 0

    init(_ result: DuckDBResult) {
        self.result = result
    }

    func next() throws -> ResultRow? {
        while chunk.map({ row >= $0.rowCount }) ?? true {
            chunk = try result.nextChunk()
            row = 0
            guard chunk != nil else { return nil }
        }
        guard let chunk else { return nil }
        defer { row += 1 }
        return ResultRow(
            result.columns.indices.map { ResultValue(chunk.value(row: row, column: $0)) })
    }
}
