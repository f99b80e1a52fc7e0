import Foundation
import Testing

/// Questions to Spark itself.
struct SparkOracle {
    /// A value of a row that is handed to Spark; see the script for how types are written.
    enum Value: Encodable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
        case text(String)
        case integer(Int64)
        case bytes([UInt8])
        case null

        init(stringLiteral value: String) { self = .text(value) }
        init(integerLiteral value: Int64) { self = .integer(value) }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .integer(let integer): try container.encode(integer)
            case .bytes(let bytes): try container.encode(Data(bytes).base64EncodedString())
            case .null: try container.encodeNil()
            }
        }
    }

    private struct View: Encodable {
        var name: String
        var schema: String
        var rows: [[Value]]
    }

    private struct Query: Encodable {
        var name: String
        var sql: String
        var kind: String
        var source: String?
        var delay: String?
    }

    private struct Request: Encodable {
        var views: [View] = []
        var queries: [Query] = []
    }

    /// The interpreter that has Spark, nil where there is none. SPARK_ORACLE_PYTHON names one with another version of it.
    static let python: String? = {
        if let named = ProcessInfo.processInfo.environment["SPARK_ORACLE_PYTHON"] { return named }
        let environment = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: ".deps/venv")
        let python = environment.path + "/bin/python"
        let isThere = FileManager.default.isExecutableFile(atPath: environment.path + "/bin/spark-submit")
        let hasJava = ["/usr/bin/java", "/usr/local/bin/java"].contains(where: FileManager.default.isExecutableFile)
        return isThere && hasJava ? python : nil
    }()

    /// The view that `DecodingPlan` reads.
    static let messageSchema = "`value` BINARY, `partition` INT, `offset` BIGINT"
    /// The table `transactions`.
    static let transactionSchema =
        "transaction_id STRING, user_id STRING, city STRING, category STRING, amount DECIMAL(12,2), quantity INT, "
        + "payment_method STRING, timestamp TIMESTAMP, _partition INT, _offset BIGINT"

    private var request = Request()

    /// Makes a view of rows.
    mutating func add(_ name: String, schema: String, rows: [[Value]]) {
        request.views.append(View(name: name, schema: schema, rows: rows))
    }

    /// Makes a view of a query.
    mutating func define(_ name: String, _ sql: String) {
        request.queries.append(Query(name: name, sql: sql, kind: "view"))
    }

    /// Has a query answered.
    mutating func ask(_ name: String, _ sql: String) {
        request.queries.append(Query(name: name, sql: sql, kind: "answer"))
    }

    /// Has a streaming query over `stream_of_SOURCE`, a view with a watermark, run in append mode to the end of its source.
    mutating func stream(_ name: String, _ sql: String, source: String, delay: String) {
        request.queries.append(Query(name: name, sql: sql, kind: "stream", source: source, delay: delay))
    }

    /// The answers to all questions, by their names.
    func answers() throws -> [String: [[String?]]] {
        let directory = FileManager.default.temporaryDirectory.appending(path: "spark-oracle-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let question = directory.appending(path: "request.json")
        let answer = directory.appending(path: "answer.json")
        try JSONEncoder().encode(request).write(to: question)
        try SparkOracleProcess.shared.work(off: question, into: answer)
        let found = try JSONDecoder().decode(Answer.self, from: Data(contentsOf: answer))
        return try #require(found.rows, "\(found.error ?? "no answer")")
    }

    private struct Answer: Decodable {
        var rows: [String: [[String?]]]?
        var error: String?
    }
}
