import Foundation
import Synchronization

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// HTTP requests with objects of JSON, waited for.
enum JSONExchange {
    /// Asks for an object.
    static func get(_ url: String) throws -> [String: Any] {
        try send("GET", url)
    }

    /// Sends an object, or nothing.
    ///
    /// - Returns: the answer; empty if it is not an object.
    @discardableResult
    static func send(_ method: String, _ url: String, _ object: [String: any Sendable]? = nil) throws -> [String: Any] {
        guard let target = URL(string: url) else { throw ClusterError("not a URL: \(url)") }
        var request = URLRequest(url: target, cachePolicy: .reloadIgnoringLocalCacheData, timeoutInterval: 10)
        request.httpMethod = method
        request.httpBody = try object.map { try JSONSerialization.data(withJSONObject: $0) }
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        let (status, body) = try Waiting().answer(to: request)
        guard (200..<300).contains(status) else {
            throw ClusterError("\(method) \(url): \(status) \(String(decoding: body, as: UTF8.self))")
        }
        guard !body.isEmpty else { return [:] }
        return try JSONSerialization.jsonObject(with: body) as? [String: Any] ?? [:]
    }
}

/// One request and the thread that waits for it.
private final class Waiting: Sendable {
    private let result = Mutex<Result<(Int, Data), any Error>?>(nil)
    private let isDone = DispatchSemaphore(value: 0)

    func answer(to request: URLRequest) throws -> (Int, Data) {
        let task = URLSession.shared.dataTask(with: request) { [self] data, response, error in
            let status = (response as? HTTPURLResponse)?.statusCode ?? 0
            result.withLock { $0 = error.map(Result.failure) ?? .success((status, data ?? Data())) }
            isDone.signal()
        }
        task.resume()
        isDone.wait()
        guard let result = result.withLock({ $0 }) else { throw ClusterError("no answer to \(request)") }
        return try result.get()
    }
}
