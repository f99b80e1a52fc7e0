internal import CCurl
internal import Synchronization

/// A client for web servers over libcurl. It may be used from any thread; each call blocks its own.
///
/// Connections are kept and used again. Nothing is done twice or redirected on its own: a redirection is an answer like any
/// other. (When a kept connection turns out to be closed before an answer came, libcurl sends the request once more.)
///
/// ```swift
/// let client = WebClient()
/// let answer = try client.send(WebRequest(.get, "http://localhost:9870/webhdfs/v1/?op=LISTSTATUS"))
/// ```
public final class WebClient: Sendable {
    /// The version of libcurl and of what it was built with, such as `libcurl/7.88.1 OpenSSL/3.0.19`.
    public static var libraryVersion: String { unsafe String(cString: curl_version()) }

    private let settings: WebClientSettings
    private let idle = Mutex<[WebSession]>([])

    /// A client without connections yet.
    public init(_ settings: WebClientSettings = WebClientSettings()) {
        self.settings = settings
    }

    /// Sends a request and collects the answer.
    ///
    /// - Parameter bodyBytesMax: how long the answer's body may be.
    /// - Throws: `WebClientError`; an answer of any status is no error.
    public func send(_ request: WebRequest, bodyBytesMax: Int = 64 << 20) throws(WebClientError) -> WebResponse {
        var body: [UInt8] = []
        do {
            var response = try run(request) { _, bytes in
                guard body.count + bytes.count <= bodyBytesMax else { throw Self.tooLong(request, bodyBytesMax) }
                body += bytes
            }
            response.body = body
            return response
        } catch let error as WebClientError {
            throw error
        } catch {
            preconditionFailure("\(error)")
        }
    }

    /// Sends a request and hands the answer's body on as it comes, if the status is 200…299; another answer's is collected.
    ///
    /// - Parameter deliver: takes a piece of the body; what it throws ends the request.
    /// - Throws: `WebClientError`, and what `deliver` throws.
    public func receive(_ request: WebRequest, _ deliver: ([UInt8]) throws -> Void) throws -> WebResponse {
        var body: [UInt8] = []
        var response = try run(request) { status, bytes in
            guard !(200..<300).contains(status) else { return try deliver(bytes) }
            guard body.count + bytes.count <= 1 << 20 else { throw Self.tooLong(request, 1 << 20) }
            body += bytes
        }
        response.body = body
        return response
    }

    /// Begins a request whose body follows piece by piece (chunked, RFC 9112).
    public func upload(_ request: WebRequest) throws(WebClientError) -> WebUpload {
        let session = try takeSession()
        try session.begin(request, isBodyComplete: false)
        return WebUpload(client: self, session: session)
    }

    private func run(_ request: WebRequest, _ deliver: (Int, [UInt8]) throws -> Void) throws -> WebResponse {
        let session = try takeSession()
        try session.begin(request, isBodyComplete: true)
        let response = try session.finish(sending: unsafe request.body.span.bytes, deliver)
        giveBack(session)
        return response
    }

    private func takeSession() throws(WebClientError) -> WebSession {
        if let session = idle.withLock({ $0.popLast() }) { return session }
        return try WebSession(settings)
    }

    /// Takes a session back whose request is over; its connection stays open for the next one.
    func giveBack(_ session: WebSession) {
        session.end()
        idle.withLock { if $0.count < settings.idleConnectionsMax { $0.append(session) } }
    }

    private static func tooLong(_ request: WebRequest, _ limit: Int) -> WebClientError {
        WebClientError(
            .tooLong, "\(request.summary): the answer is longer than \(limit) bytes", mayHaveArrived: true)
    }
}
