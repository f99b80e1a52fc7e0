/// A host and a port to listen on, written `127.0.0.1:5000`, `[::1]:5000` or `localhost:5000`.
public struct HTTPAddress: Sendable, Hashable, CustomStringConvertible {
    /// A host name or an address literal, IPv6 without its brackets.
    public var host: String
    /// The port; 0 stands for any free one.
    public var port: UInt16

    /// A host and a port.
    public init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Reads `HOST:PORT`.
    ///
    /// - Throws: `HTTPServerError` with `.invalidAddress` when the text is anything else.
    public init(_ text: String) throws(HTTPServerError) {
        guard let colon = text.lastIndex(of: ":"),
            let port = UInt16(text[text.index(after: colon)...]),
            let host = Self.host(in: text[..<colon])
        else {
            throw HTTPServerError(
                .invalidAddress,
                "\"\(text)\" is no address to listen on; write HOST:PORT, such as 127.0.0.1:5000 or [::1]:5000")
        }
        self.init(host: host, port: port)
    }

    /// The address as it was written, IPv6 in brackets.
    public var description: String {
        "\(hostLiteral):\(port)"
    }

    /// The host as it stands in a URL.
    public var hostLiteral: String {
        host.contains(":") ? "[\(host)]" : host
    }

    private static func host(in text: Substring) -> String? {
        if text.hasPrefix("["), text.hasSuffix("]") {
            let inner = text.dropFirst().dropLast()
            return inner.contains(":") ? String(inner) : nil
        }
        return text.isEmpty || text.contains(where: { ":[]/ ".contains($0) }) ? nil : String(text)
    }
}
