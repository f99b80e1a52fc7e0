/// A request that was read whole.
public struct HTTPRequest: Sendable {
    /// A name with its value: a header or a part of the query.
    public struct Field: Sendable, Hashable {
        /// The name as it was sent.
        public var name: String
        /// The value, without the white space around it.
        public var value: String

        /// A name with its value.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The method, `GET` for instance.
    public var method: String
    /// The path, percent-decoded: `/api/stats`.
    public var path: String
    /// The query's parts in their order, percent-decoded.
    public var query: [Field]
    /// The headers in their order.
    public var headers: [Field]
    /// The address that the request came from, without the port.
    public var peer: String
    /// This machine's address that the request came to, without the port.
    public var localAddress: String
    /// The body, empty for most requests.
    public var body: [UInt8]

    /// A request; the server makes its own from the network.
    public init(
        method: String, path: String, query: [Field] = [], headers: [Field] = [], peer: String = "127.0.0.1",
        localAddress: String = "127.0.0.1", body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.peer = peer
        self.localAddress = localAddress
        self.body = body
    }

    /// All values of a header, whose name is compared without regard to case.
    public func values(ofHeader name: String) -> [String] {
        let name = name.lowercased()
        return headers.lazy.filter { $0.name.lowercased() == name }.map(\.value)
    }

    /// The first value of a part of the query; nil when it isn't there.
    public func value(ofQuery name: String) -> String? {
        query.first { $0.name == name }?.value
    }
}
