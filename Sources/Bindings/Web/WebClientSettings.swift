/// How a client connects, whom it trusts, and how long it waits.
public struct WebClientSettings: Sendable, Hashable {
    /// How long a connection may take to come about, with the TLS handshake.
    public var connectTimeout: Duration
    /// How long neither side may send a byte while a request is under way.
    public var stallTimeout: Duration
    /// A file of certificates (PEM) that are trusted instead of the system's; a server is always verified.
    public var authorityFile: String?
    /// The client's own certificate (PEM), for servers that ask for one.
    public var certificateFile: String?
    /// The key (PEM) of `certificateFile`, if it is not in the same file.
    public var keyFile: String?
    /// Whether requests are signed with the Kerberos ticket of the process's user (SPNEGO, RFC 4559).
    public var usesKerberos = false
    /// Whether the proxies that `http_proxy`, `https_proxy` and `no_proxy` name are used.
    public var usesEnvironmentProxy = false
    /// Connections that go to another place than the address says, each as `HOST:PORT:OTHER_HOST:OTHER_PORT`: for tunnels.
    public var detours: [String] = []
    /// What the client calls itself.
    public var userAgent: String
    /// How many idle connections are kept for later requests.
    public var idleConnectionsMax = 16

    /// The settings of a client.
    public init(
        connectTimeout: Duration = .seconds(10), stallTimeout: Duration = .seconds(30), authorityFile: String? = nil,
        certificateFile: String? = nil, keyFile: String? = nil, userAgent: String = "souk"
    ) {
        self.connectTimeout = connectTimeout
        self.stallTimeout = stallTimeout
        self.authorityFile = authorityFile
        self.certificateFile = certificateFile
        self.keyFile = keyFile
        self.userAgent = userAgent
    }
}
