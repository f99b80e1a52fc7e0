/// Where a Spark Connect server is, and how to talk to it: `sc://HOST[:PORT][/;NAME=VALUE...]`, as Spark documents it.
///
/// The names are `use_ssl`, `token`, `user_id`, `user_agent` and `session_id`; any other one becomes a header of each call.
/// Values are percent-decoded.
///
/// ```swift
/// let address = try SparkAddress("sc://spark.example:15002/;use_ssl=true;token=ABC")
/// ```
public struct SparkAddress: Sendable, Hashable, CustomStringConvertible {
    /// The port that Spark Connect listens on unless told otherwise.
    public static let defaultPort = 15_002

    /// The server's name or number; an IPv6 number without its brackets.
    public var host: String
    /// The server's port.
    public var port: Int
    /// Whether the connection is encrypted and the server verified. A token asks for it too, except on loopback.
    public var usesTLS: Bool
    /// What proves who calls (`Authorization: Bearer`).
    public var token: String?
    /// Whom the session belongs to.
    public var userID: String?
    /// What the client calls itself in Spark's logs and pages.
    public var userAgent: String?
    /// The session to take up, a UUID.
    public var sessionID: String?
    /// Headers of each call, their names in lower case.
    public var headers: [String: String]

    /// Reads an address.
    public init(_ text: String) throws(SparkAddressError) {
        self = try SparkAddressParser.address(from: text)
    }

    /// An address without any parameters.
    init(host: String, port: Int) {
        self.host = host
        self.port = port
        usesTLS = false
        headers = [:]
    }

    /// The address without anything that is to be kept secret.
    public var description: String {
        var parameters: [String] = usesTLS ? ["use_ssl=true"] : []
        if let userID { parameters.append("user_id=\(userID)") }
        if let sessionID { parameters.append("session_id=\(sessionID)") }
        return "sc://\(target)" + (parameters.isEmpty ? "" : "/;" + parameters.joined(separator: ";"))
    }

    /// `HOST:PORT`.
    var target: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }

    /// Whether what is sent there stays on this machine.
    public var isLoopback: Bool {
        host == "localhost" || host == "::1"
            || (host.hasPrefix("127.") && host.allSatisfy { $0 == "." || ("0"..."9").contains($0) })
    }
}
