internal import Synchronization
internal import Web

/// The operations of WebHDFS on absolute paths, with the active NameNode found and safe requests tried again.
///
/// Source: Hadoop, "WebHDFS REST API".
final class HDFSClient: Sendable {
    let settings: HDFSSettings
    let environment: any HDFSEnvironment
    private let transport: any WebTransport
    private let activeNameNode = Mutex(0)
    /// When a NameNode could not serve, if the last request came to that.
    private let lastFailure = Mutex<Duration?>(nil)

    init(_ settings: HDFSSettings, transport: any WebTransport, environment: any HDFSEnvironment) {
        self.settings = settings
        self.transport = transport
        self.environment = environment
    }

    /// Asks a NameNode once.
    ///
    /// - Returns: an answer of success, or a redirection.
    func attempt(_ operation: HDFSOperation, _ path: String) throws(HDFSFailure) -> WebResponse {
        try onNameNode { index throws(HDFSFailure) in
            let request = WebRequest(
                operation.method, url(operation, path, nameNode: index), headers: Self.headers)
            return try Self.checked(
                try explaining { () throws(WebClientError) in
                    try transport.send(request, bodyBytesMax: 512 << 20)
                })
        }
    }

    /// Asks once for something that nothing depends on; and not at all while nobody answers, so that whoever gives up does not
    /// wait for the same silence again and again.
    func attemptIfReachable(_ operation: HDFSOperation, _ path: String) {
        if let failed = lastFailure.withLock({ $0 }), environment.now() - failed < settings.timeout { return }
        _ = try? attempt(operation, path)
    }

    /// Asks until there is an answer, for operations that may be done twice.
    func perform(_ operation: HDFSOperation, _ path: String) throws(HDFSFailure) -> WebResponse {
        try persist { () throws(HDFSFailure) in try attempt(operation, path) }
    }

    /// Makes a new file of bytes, once, under a name that nobody else uses.
    func write(_ bytes: [UInt8], to path: String) throws(HDFSFailure) {
        let request = WebRequest(
            .put, try dataNode(for: .create, path), headers: Self.headers, body: bytes,
            stallTimeout: settings.timeout * 3)
        do throws(HDFSFailure) {
            _ = try Self.checked(
                try explaining { () throws(WebClientError) in
                    try transport.send(request, bodyBytesMax: 1 << 20)
                })
        } catch {
            guard error.kind == .exists else { throw error }
            // A connection that broke before the answer has let libcurl send the same twice: another name is needed.
            var failure = error
            failure.kind = .unavailable
            throw failure
        }
    }

    /// Begins a new file whose bytes follow.
    func beginFile(_ path: String) throws(HDFSFailure) -> HDFSUpload {
        let request = WebRequest(
            .put, try dataNode(for: .create, path), headers: Self.headers, stallTimeout: settings.timeout * 3)
        return HDFSUpload(
            try explaining { () throws(WebClientError) in try transport.beginUpload(request) })
    }

    /// Reads a file from an offset to its end, once.
    ///
    /// - Parameter deliver: takes a piece; what it throws ends the reading.
    /// - Throws: `HDFSFailure`, and what `deliver` throws.
    func read(_ path: String, from offset: Int64, _ deliver: ([UInt8]) throws -> Void) throws {
        let operation = HDFSOperation.open(offset: offset)
        let first = try onNameNode { index in
            let request = WebRequest(.get, url(operation, path, nameNode: index), headers: Self.headers)
            return try Self.checked(try receive(request, deliver))
        }
        guard first.status == 307 else { return try Self.checkLength(of: first) }
        let request = WebRequest(
            .get, try location(in: first), headers: Self.headers, stallTimeout: settings.timeout * 3)
        try Self.checkLength(of: try Self.checked(try receive(request, deliver)))
    }

    /// A content whose length nobody tells may have been cut short without a sign.
    private static func checkLength(of response: WebResponse) throws(HDFSFailure) {
        guard response.header("Content-Length") == nil, response.header("Transfer-Encoding") == nil else { return }
        throw HDFSFailure(
            .unavailable, "the server did not say how long the content is, so it may be cut short",
            advice: "The server may have been going down.")
    }

    /// The whole content of a file, tried again from its beginning.
    func content(of path: String) throws(HDFSFailure) -> [UInt8] {
        try persist { () throws(HDFSFailure) in
            var content: [UInt8] = []
            do {
                try read(path, from: 0) { content += $0 }
            } catch let error as HDFSFailure {
                throw error
            } catch {
                preconditionFailure("\(error)")
            }
            return content
        }
    }

    /// What the NameNode says of a path; nil if there is nothing.
    func status(_ path: String) throws(HDFSFailure) -> HDFSFileStatus? {
        do throws(HDFSFailure) {
            return try persist { () throws(HDFSFailure) in try HDFSFileStatus.one(in: attempt(.status, path)) }
        } catch {
            guard error.kind == .notFound else { throw error }
            return nil
        }
    }

    /// What is in a directory.
    func entries(of directory: String) throws(HDFSFailure) -> [HDFSFileStatus] {
        try persist { () throws(HDFSFailure) in try HDFSFileStatus.many(in: attempt(.list, directory)) }
    }

    /// Tries something until it succeeds, fails for good, or the time for trying is over.
    func persist<Value>(_ body: () throws(HDFSFailure) -> Value) throws(HDFSFailure) -> Value {
        var schedule = retrySchedule()
        while true {
            do throws(HDFSFailure) {
                return try body()
            } catch {
                guard error.kind == .unavailable, pause(&schedule) else { throw error }
            }
        }
    }

    /// When to give up what begins now.
    func retrySchedule() -> RetrySchedule {
        RetrySchedule(now: environment.now(), time: settings.retryTime, triesPerRound: settings.nameNodes.count)
    }

    /// Waits for the next try.
    ///
    /// - Returns: false if there is no more.
    func pause(_ schedule: inout RetrySchedule) -> Bool {
        guard let pause = schedule.pause(now: environment.now(), chance: environment.chance()) else { return false }
        if pause > .zero { environment.pause(for: pause) }
        return true
    }
}

extension HDFSClient {
    private static let headers = [
        WebHeader("Content-Type", "application/octet-stream"),
        // Clusters that guard against forged requests of browsers want any value of this field.
        WebHeader("X-XSRF-HEADER", "souk"),
    ]

    private func dataNode(for operation: HDFSOperation, _ path: String) throws(HDFSFailure) -> String {
        try location(in: try attempt(operation, path))
    }

    /// Where a redirection leads. From TLS it never leads out of it.
    private func location(in response: WebResponse) throws(HDFSFailure) -> String {
        guard response.status == 307, let location = response.header("Location") else {
            throw HDFSFailure(
                .refused, "the server answered \(response.status) where a NameNode names a DataNode",
                advice: "Check that the address is the NameNode's HTTP address (default port 9870).")
        }
        guard location.hasPrefix("https://") || (settings.scheme == .http && location.hasPrefix("http://")) else {
            throw HDFSFailure(
                .refused, "the NameNode sends us to \(location.prefix { $0 != "?" }), which is not encrypted",
                advice: "Check dfs.http.policy of the DataNodes.")
        }
        return location
    }

    /// Asks the NameNode that was last seen active; if it can't serve, the next request goes to the next one.
    private func onNameNode<Failure: Error>(
        _ body: (Int) throws(Failure) -> WebResponse
    ) throws(Failure) -> WebResponse {
        let index = activeNameNode.withLock { $0 }
        do throws(Failure) {
            let response = try body(index)
            lastFailure.withLock { $0 = nil }
            return response
        } catch {
            if let failure = error as? HDFSFailure, failure.kind == .unavailable {
                lastFailure.withLock { $0 = environment.now() }
                activeNameNode.withLock { if $0 == index { $0 = (index + 1) % settings.nameNodes.count } }
            }
            throw error
        }
    }

    private func url(_ operation: HDFSOperation, _ path: String, nameNode: Int) -> String {
        var query = operation.query
        if let token = settings.delegationToken {
            query += "&delegation=\(PercentEncoding.encode(token, keepingSlashes: false))"
        } else if let user = settings.user {
            query += "&user.name=\(PercentEncoding.encode(user, keepingSlashes: false))"
        }
        let encoded = PercentEncoding.encode(path, keepingSlashes: true)
        return "\(settings.scheme.rawValue)://\(settings.nameNodes[nameNode])/webhdfs/v1\(encoded)?\(query)"
    }

    private func receive(_ request: WebRequest, _ deliver: ([UInt8]) throws -> Void) throws -> WebResponse {
        do {
            return try transport.receive(request, deliver)
        } catch let error as WebClientError {
            throw HDFSFailure(error)
        }
    }

    private func explaining<Value>(_ body: () throws(WebClientError) -> Value) throws(HDFSFailure) -> Value {
        do throws(WebClientError) {
            return try body()
        } catch {
            throw HDFSFailure(error)
        }
    }

    private static func checked(_ response: WebResponse) throws(HDFSFailure) -> WebResponse {
        guard response.isSuccess || response.status == 307 else { throw HDFSFailure(response) }
        return response
    }
}
