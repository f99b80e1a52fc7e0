internal import HTTP

/// Who may ask for what: decides on a request's `Host`, `Origin` and token, and does nothing itself.
///
/// The `Host` check keeps out pages of other sites that point their own name at this machine (DNS rebinding); the
/// `Origin` check keeps out their requests to our name; the token keeps out other people.
struct AccessPolicy: Sendable {
    /// What is to be done with a request.
    enum Decision: Equatable {
        /// Answer it.
        case allow
        /// Refuse it.
        case refuse(status: Int, reason: String)
        /// Keep the token of the query in a cookie and go on to the same place without it.
        case signIn(cookie: String, location: String)
    }

    private static let cookieName = "souk_token"
    private let token: [UInt8]?
    private let listenHost: String
    private let allowedHosts: Set<String>

    init(listenHost: String, token: String?, allowedHosts: [String]) {
        self.listenHost = listenHost.lowercased()
        self.token = token.map { Array($0.utf8) }
        self.allowedHosts = Set(allowedHosts.map { $0.lowercased() })
    }

    /// Decides on a request.
    func decide(_ request: HTTPRequest) -> Decision {
        let hosts = request.values(ofHeader: "Host")
        guard hosts.count == 1, let host = hosts.first?.lowercased(), isOurs(host, request) else {
            return .refuse(
                status: 421, reason: "this host name is not served here; add it to the dashboard's allowed hosts")
        }
        let origins = request.values(ofHeader: "Origin").map { $0.lowercased() }
        guard origins.allSatisfy({ $0 == "http://\(host)" || $0 == "https://\(host)" }) else {
            return .refuse(status: 403, reason: "requests of other sites are refused")
        }
        guard let token else { return .allow }
        return decide(request, token: token)
    }

    private func decide(_ request: HTTPRequest, token: [UInt8]) -> Decision {
        // A probe learns nothing from this page and can't be expected to hold a secret.
        if request.path == "/livez" { return .allow }
        if let presented = request.value(ofQuery: "token"), request.method == "GET" || request.method == "HEAD",
            Self.isEqual(Array(presented.utf8), token)
        {
            let cookie =
                "\(Self.cookieName)=\(Self.hexadecimal(token)); Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict"
            return .signIn(cookie: cookie, location: Self.location(of: request))
        }
        let isKnown =
            bearers(request).contains { Self.isEqual(Array($0.utf8), token) }
            || cookies(request).contains { Self.isEqual(Array($0.utf8), Array(Self.hexadecimal(token).utf8)) }
        return isKnown
            ? .allow
            : .refuse(status: 401, reason: "open the address with ?token=…, or send Authorization: Bearer")
    }

    /// Whether the host, with its port or without, is one of ours.
    private func isOurs(_ host: String, _ request: HTTPRequest) -> Bool {
        guard let name = Self.name(in: host) else { return false }
        if name == "localhost" || name == "::1" || Self.isLoopbackLiteral(name) { return true }
        if name == listenHost || allowedHosts.contains(host) || allowedHosts.contains(name) { return true }
        // Whoever listens everywhere listens on the address that the client reached.
        let isEverywhere = listenHost == "0.0.0.0" || listenHost == "::"
        return isEverywhere && name == request.localAddress
    }

    /// The host without its port and brackets; nil when it is no host.
    private static func name(in host: String) -> String? {
        let isPort: (Substring) -> Bool = { UInt16($0) != nil }
        if host.hasPrefix("[") {
            guard let end = host.firstIndex(of: "]") else { return nil }
            let rest = host[host.index(after: end)...]
            guard rest.isEmpty || (rest.hasPrefix(":") && isPort(rest.dropFirst())) else { return nil }
            return String(host[..<end].dropFirst())
        }
        let parts = host.split(separator: ":", omittingEmptySubsequences: false)
        guard let name = parts.first, !name.isEmpty, parts.count == 1 || (parts.count == 2 && isPort(parts[1])) else {
            return nil
        }
        return String(name)
    }

    private static func isLoopbackLiteral(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.first == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    private func bearers(_ request: HTTPRequest) -> [Substring] {
        request.values(ofHeader: "Authorization").compactMap { value in
            let parts = value.split(separator: " ", maxSplits: 1)
            return parts.count == 2 && parts[0].lowercased() == "bearer" ? parts[1] : nil
        }
    }

    private func cookies(_ request: HTTPRequest) -> [String] {
        let pairs = request.values(ofHeader: "Cookie").joined(separator: ";").split(separator: ";")
        return pairs.compactMap { pair in
            let parts = pair.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
            return parts.count == 2 && parts[0] == Self.cookieName ? String(parts[1]) : nil
        }
    }

    /// Compares in a time that depends on the presented bytes' number alone.
    private static func isEqual(_ presented: [UInt8], _ token: [UInt8]) -> Bool {
        var difference = presented.count ^ token.count
        for index in presented.indices {
            difference |= Int(presented[index] ^ token[index % token.count])
        }
        return difference == 0
    }

    /// A cookie holds few characters as they are; hexadecimal digits are among them.
    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef")
        return bytes.map { "\(digits[Int($0 >> 4)])\(digits[Int($0 & 0xF)])" }.joined()
    }

    /// The request's path and query, percent-encoded, without the token. A path always begins with one slash here, so
    /// that it can't lead to another host.
    private static func location(of request: HTTPRequest) -> String {
        let path = "/" + request.path.drop { $0 == "/" || $0 == "\\" }
        let query = request.query.filter { $0.name != "token" }
            .map { encoded($0.name) + "=" + encoded($0.value) }.joined(separator: "&")
        let encodedPath = path.split(separator: "/", omittingEmptySubsequences: false)
            .map { encoded(String($0)) }.joined(separator: "/")
        return query.isEmpty ? encodedPath : "\(encodedPath)?\(query)"
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            let isPlain = byte < 0x80 && (scalar.properties.isAlphabetic || (0x30...0x39).contains(byte))
            return isPlain || "-._~".unicodeScalars.contains(scalar) ? String(scalar) : "%" + hexadecimal([byte])
        }.joined()
    }
}
