import Foundation
import Web

/// Asks the dashboard of another process of this machine.
struct DashboardClient: Sendable {
    /// What a pipeline says of itself.
    struct Pipeline: Decodable, Sendable, Hashable {
        var phase: String
        var message: String?
        /// Messages that were read since the lake began.
        var read: Int64
        /// Messages that wait in the log.
        var lag: Int64
        /// Messages a second.
        var rate: Double
    }

    private struct Snapshot: Decodable {
        var pipeline: Pipeline
    }

    private let client = WebClient(WebClientSettings(connectTimeout: .seconds(2), stallTimeout: .seconds(5)))
    private let address: String
    private let tokenFile: String?

    /// - Parameters:
    ///   - address: with a slash at its end.
    ///   - tokenFile: the file with the token that the dashboard asks for, if it does.
    init(_ address: String, tokenFile: String?) {
        self.address = address
        self.tokenFile = tokenFile
    }

    /// What keeps the pipeline from working; nil if nothing does.
    func problem() throws -> String? {
        let answer = try get("readyz?verbose")
        let text = String(decoding: answer.body, as: UTF8.self)
        guard answer.status == 200 || answer.status == 503 else { throw unexpected(answer) }
        guard answer.status == 503 else { return nil }
        return text.split(separator: "\n").filter { $0.hasPrefix("[-] ") }.map { String($0.dropFirst(4)) }
            .joined(separator: "; ")
    }

    /// The state of the pipeline.
    func pipeline() throws -> Pipeline {
        let answer = try get("api/v1/snapshot")
        guard answer.isSuccess else { throw unexpected(answer) }
        return try JSONDecoder().decode(Snapshot.self, from: Data(answer.body)).pipeline
    }

    private func get(_ path: String) throws -> WebResponse {
        let token = try tokenFile.map { try SecretFile.read($0, for: "dashboard.token_file") }
        let headers = token.map { [WebHeader("Authorization", "Bearer \($0)")] } ?? []
        return try client.send(WebRequest(.get, address + path, headers: headers))
    }

    private func unexpected(_ answer: WebResponse) -> CommandError {
        CommandError("the dashboard at \(address) answers with the status \(answer.status)", exitCode: .failure)
    }
}
