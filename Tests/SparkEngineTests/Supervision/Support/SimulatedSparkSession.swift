import SparkConnect

@testable import SparkEngine

/// A session on a simulated server.
struct SimulatedSparkSession: StreamingCluster {
    let id: String
    let server: SimulatedSpark
    let sql: JobSQL

    private func perform<Answer: Sendable>(
        _ call: SparkCall, _ body: (inout SparkState) throws -> Answer
    ) throws -> Answer { try server.perform(call, in: id, body) }

    func version() throws -> String { try perform(.version) { _ in "4.2.0" } }

    func setting(_ key: String) throws -> String? { try perform(.setting) { _ in nil } }

    func configureShuffles(partitions: Int) throws { try perform(.configure) { _ in } }

    func configure(_ settings: [(key: String, value: String)]) throws { try perform(.configure) { _ in } }

    func createView(_ name: String, of source: SparkSource) throws {
        try perform(.createView(name)) { $0.createView(name, source, id) }
    }

    func rows(_ text: String) throws -> [[SparkValue]] {
        let question = try SparkQuestion(text, of: sql)
        return try perform(.rows(question.kind)) { $0.tables.answer(question) }
    }

    func append(_ text: String, to path: String, options: [String: String]) throws {
        let table = path.split(separator: "/").last.map(String.init) ?? ""
        try perform(.append(table)) { try $0.append(text, to: path, options: options, id) }
    }

    func start(_ stream: SparkStream) throws -> StreamingQuery {
        try perform(.start(stream.name)) { try $0.start(stream, id) }
    }

    func activeQueries() throws -> [StreamingQuery] {
        try perform(.activeQueries) { $0.runs.filter { $0.isActive && $0.session == id }.map(\.query) }
    }

    func isActive(_ query: StreamingQuery) throws -> Bool {
        try perform(.isActive(query.name)) { try $0.work($0.index(of: query)) }
    }

    func lastProgress(of query: StreamingQuery) throws -> String? {
        try perform(.lastProgress(query.name)) { $0.isSilent ? nil : try $0.runs[$0.index(of: query)].progress.last }
    }

    func recentProgress(of query: StreamingQuery) throws -> [String] {
        try perform(.recentProgress(query.name)) { try $0.runs[$0.index(of: query)].progress }
    }

    func failure(of query: StreamingQuery) throws -> SparkError? {
        try perform(.failure(query.name)) { try $0.runs[$0.index(of: query)].failure }
    }

    func processAllAvailable(_ query: StreamingQuery) throws {
        try perform(.processAllAvailable(query.name)) { try $0.workToEnd($0.index(of: query)) }
    }

    func stop(_ query: StreamingQuery) throws {
        try perform(.stop(query.name)) { try $0.runs[$0.index(of: query)].isActive = false }
    }

    func interruptLeftOvers() throws { try perform(.interruptLeftOvers) { _ in } }

    func release() throws { try perform(.release) { _ in } }
}
