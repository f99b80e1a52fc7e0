internal import Web

/// Where a lake on HDFS lies, who writes it, and how long its servers are waited for.
public struct HDFSSettings: Sendable, Hashable {
    /// How NameNode and DataNodes are spoken to.
    public enum Scheme: String, Sendable, Hashable {
        /// In the clear: `webhdfs://`.
        case http
        /// Over TLS: `swebhdfs://`.
        case https
    }

    /// The NameNodes' WebHDFS addresses as `HOST:PORT`: one, or those of a pair of which one is active.
    public var nameNodes: [String]
    /// The lake's root, an absolute path of HDFS.
    public var root: String
    /// How the servers are spoken to.
    public var scheme = Scheme.http
    /// The user that a cluster without Kerberos takes us for; nil leaves it to the cluster.
    public var user: String?
    /// A delegation token's text, which stands for its user; a secret.
    public var delegationToken: String?
    /// Whether the Kerberos ticket of the process's user is shown (SPNEGO).
    public var usesKerberos = false
    /// A file of certificates (PEM) that are trusted instead of the system's.
    public var authorityFile: String?
    /// The client's own certificate (PEM), for servers that ask for one.
    public var certificateFile: String?
    /// The key (PEM) of `certificateFile`, if it is not in the same file.
    public var keyFile: String?
    /// Connections that go elsewhere, each as `HOST:PORT:OTHER_HOST:OTHER_PORT`: for tunnels.
    public var detours: [String] = []
    /// How long a server may stay silent within a request; three times as long for the content of files, since a DataNode
    /// may have to replace another one while it writes.
    public var timeout = Duration.seconds(20)
    /// How long a call is tried again before it fails as `.unreachable`.
    public var retryTime = Duration.seconds(30)
    /// How long the right to write the lake outlives a process whose end nobody can see.
    public var leaseTime = Duration.seconds(12)
    /// A file up to this many bytes is kept until it is written, so that it can be written again.
    public var retainedBytesMax = 1 << 20
    /// The directory for local copies, made if need be.
    public var cacheDirectory: String
    /// How many bytes of local copies are kept; copies that were used within the last hour stay all the same.
    public var cacheBytes: Int64 = 10 << 30
    /// How many files are fetched at once.
    public var parallelFetches = 4
    /// What tells the hidden files of this process from those of all others, such as a random number in hexadecimal; only
    /// letters and digits.
    public var runIdentity: String

    /// The settings of a lake.
    public init(nameNodes: [String], root: String, cacheDirectory: String, runIdentity: String) {
        precondition(!nameNodes.isEmpty, "a lake on HDFS needs a NameNode")
        self.nameNodes = nameNodes
        self.root = root
        self.cacheDirectory = cacheDirectory
        self.runIdentity = runIdentity
    }

    /// The lake's address as people write it.
    public var location: String {
        "\(scheme == .http ? "webhdfs" : "swebhdfs")://\(nameNodes.joined(separator: ","))\(root)"
    }

    /// How the servers are connected to.
    var web: WebClientSettings {
        var settings = WebClientSettings(
            connectTimeout: min(timeout, .seconds(10)), stallTimeout: timeout, authorityFile: authorityFile,
            certificateFile: certificateFile, keyFile: keyFile)
        settings.usesKerberos = usesKerberos && delegationToken == nil
        settings.detours = detours
        return settings
    }
}
