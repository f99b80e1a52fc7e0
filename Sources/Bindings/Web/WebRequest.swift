/// A request to a web server.
public struct WebRequest: Sendable, Hashable {
    /// What is to be done.
    public var method: WebMethod
    /// The absolute address, percent-encoded; `http` or `https`.
    public var url: String
    /// Fields besides those that the client itself sets.
    public var headers: [WebHeader]
    /// The body of `put` and `post`; nothing is sent for the others.
    public var body: [UInt8]
    /// How long neither side may send a byte, instead of the client's own `stallTimeout`.
    public var stallTimeout: Duration?

    /// A request.
    public init(
        _ method: WebMethod, _ url: String, headers: [WebHeader] = [], body: [UInt8] = [], stallTimeout: Duration? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.stallTimeout = stallTimeout
    }

    /// Method and address without the query, which may hold secrets, for messages.
    public var summary: String { "\(method.rawValue) \(url.prefix { $0 != "?" })" }
}
