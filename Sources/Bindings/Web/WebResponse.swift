/// What a web server answered.
public struct WebResponse: Sendable, Hashable {
    /// The status code, such as 200.
    public var status: Int
    /// The header fields, in their order.
    public var headers: [WebHeader]
    /// The body, or nothing if it was handed on in pieces.
    public var body: [UInt8]

    /// An answer.
    public init(status: Int, headers: [WebHeader] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Whether the server did what it was asked for (200…299).
    public var isSuccess: Bool { (200..<300).contains(status) }

    /// The first field of a name, whatever its case.
    public func header(_ name: String) -> String? {
        let name = name.lowercased()
        return headers.first { $0.name.lowercased() == name }?.value
    }
}
