/// What a request is answered with.
public struct HTTPResponse: Sendable {
    /// What follows the headers.
    public enum Body: Sendable {
        /// So many bytes; many responses may share them.
        case bytes(HTTPBytes)
        /// Events, for as long as the client stays.
        case events(EventBroadcast)
    }

    /// The status, 200 for instance.
    public var status: Int
    /// The headers, except those that the server adds itself: the date, the length and the connection's.
    public var headers: [HTTPRequest.Field]
    /// What follows the headers.
    public var body: Body

    /// A response.
    public init(status: Int, headers: [HTTPRequest.Field], body: Body) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A short text.
    public static func text(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: [.init(name: "Content-Type", value: "text/plain; charset=utf-8")],
            body: .bytes(HTTPBytes(text)))
    }
}
