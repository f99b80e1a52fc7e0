/// `sc://HOST[:PORT][/;use_ssl=true;token=…;user_id=…;user_agent=…;session_id=…;HEADER=VALUE]`: a Spark Connect server, written as
/// Spark's own clients write it.
struct SparkAddress: Sendable, Hashable, CustomStringConvertible {
    /// The port where none is given.
    static let standardPort: UInt16 = 15_002

    /// The server's name or address.
    var host: String
    /// The server's port.
    var port: UInt16
    /// Whether the connection is encrypted.
    var usesTLS = false
    /// The token that the server wants; never printed.
    var token: String?
    /// The user on whose behalf the server works.
    var userID: String?
    /// What the client calls itself.
    var userAgent: String?
    /// The session to go on with, a UUID.
    var sessionID: String?
    /// All other parameters, which are sent with each request.
    var headers: [String: String] = [:]

    /// Reads an address.
    init(_ text: String) throws(SparkAddressError) {
        let place = text.prefix { $0 != ";" }
        guard
            let match = text.wholeMatch(
                of: /sc:\/\/(?:\[([0-9A-Fa-f:.]+)\]|([^\/\s:;@\[\]]+))(?::([0-9]{1,5}))?(?:\/(?:;(.*))?)?/),
            let host = match.1 ?? match.2
        else { throw SparkAddressError("`\(place)` is not a Spark Connect server") }
        self.host = String(host)
        guard let port = match.3.map({ UInt16($0) }) ?? Self.standardPort, port > 0 else {
            throw SparkAddressError("`\(place)` has no port from 1 to 65535")
        }
        self.port = port
        try read(parameters: match.4 ?? "")
    }

    private mutating func read(parameters: Substring) throws(SparkAddressError) {
        var encryption: Bool?
        for parameter in parameters.split(separator: ";") {
            let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard parts.count == 2, let value = Self.decoded(parts[1]), !value.isEmpty else {
                throw SparkAddressError("the parameter `\(name)` of `\(description)` has no value that can be read")
            }
            switch name {
            case "use_ssl":
                guard let flag = Bool(value.lowercased()) else {
                    throw SparkAddressError("the parameter `use_ssl` of `\(description)` is neither true nor false")
                }
                encryption = flag
            case "token": token = value
            case "user_id": userID = value
            case "user_agent": userAgent = value
            case "session_id": sessionID = value
            default: headers[name] = value
            }
        }
        usesTLS = encryption ?? (token != nil)
    }

    /// The bytes that `%HH` stands for; nil if that is no UTF-8.
    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let digits = String(rest.prefix(2)), digits.count == 2, let value = UInt8(digits, radix: 16) else {
                return nil
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The server's place and nothing secret: `sc://spark:15002`.
    var description: String {
        "sc://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
}
