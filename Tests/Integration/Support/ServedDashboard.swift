import Foundation
import Synchronization
import Testing

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// A dashboard that a running `souk` serves, seen through its HTTP API.
struct ServedDashboard {
    /// The answer to a request.
    struct Answer {
        var status: Int
        var body: Data

        /// The body as text.
        var text: String { String(decoding: body, as: UTF8.self) }

        /// The body as JSON.
        func json<Value>(_ type: Value.Type = Value.self) throws -> Value {
            guard let value = try JSONSerialization.jsonObject(with: body) as? Value else {
                throw Souk.Failure(text: "not a \(Value.self): \(text)")
            }
            return value
        }
    }

    /// Such as `http://127.0.0.1:5000`.
    let address: String

    /// Waits until a command has said where its dashboard is.
    init(of process: RunningProcess, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let isSaid = process.wait(seconds: 30) { $0.errorText.contains(/http:\/\/[0-9.:]+\//) }
        let match = process.errorText.firstMatch(of: /http:\/\/[0-9.]+:[0-9]+/)
        address = try #require(
            isSaid ? match.map { String($0.0) } : nil, "no dashboard: \(process.errorText)",
            sourceLocation: sourceLocation)
    }

    /// The port it listens on.
    var port: Int { address.split(separator: ":").last.flatMap { Int($0) } ?? 0 }

    /// Asks for a path.
    func get(_ path: String) throws -> Answer {
        try send("GET", path, body: nil)
    }

    /// Sends something to a path.
    func post(_ body: String, to path: String) throws -> Answer {
        try send("POST", path, body: Data(body.utf8))
    }

    /// `/api/stats`.
    func stats() throws -> [String: Any] {
        try get("/api/stats").json()
    }

    /// Waits until the total of `/api/stats` has reached a count.
    ///
    /// - Returns: the total.
    @discardableResult
    func waitForTransactions(_ count: Int, sourceLocation: SourceLocation = #_sourceLocation) throws -> Int {
        let deadline = Date(timeIntervalSinceNow: 30)
        var total = 0
        repeat {
            total = try stats()["total_transactions"] as? Int ?? 0
            if total >= count { return total }
            Thread.sleep(forTimeInterval: 0.03)
        } while Date() < deadline
        Issue.record(
            "\(address) shows \(total) transactions, not \(count), after 30 seconds", sourceLocation: sourceLocation)
        return total
    }

    private func send(_ method: String, _ path: String, body: Data?) throws -> Answer {
        guard let url = URL(string: address + path) else { throw Souk.Failure(text: "no URL: \(address)\(path)") }
        var request = URLRequest(url: url, cachePolicy: .reloadIgnoringLocalCacheData, timeoutInterval: 30)
        request.httpMethod = method
        request.httpBody = body
        return try Exchange().answer(to: request)
    }
}

/// One request, waited for: the tests' threads are their own, and a test that is suspended would have to wait for one.
private final class Exchange: Sendable {
    private let result = Mutex<Result<ServedDashboard.Answer, any Error>?>(nil)
    private let isDone = DispatchSemaphore(value: 0)

    func answer(to request: URLRequest) throws -> ServedDashboard.Answer {
        let task = URLSession.shared.dataTask(with: request) { [self] data, response, error in
            let status = (response as? HTTPURLResponse)?.statusCode ?? 0
            result.withLock { result in
                result = error.map(Result.failure) ?? .success(.init(status: status, body: data ?? Data()))
            }
            isDone.signal()
        }
        task.resume()
        isDone.wait()
        guard let result = result.withLock({ $0 }) else { throw Souk.Failure(text: "no answer to \(request)") }
        return try result.get()
    }
}
