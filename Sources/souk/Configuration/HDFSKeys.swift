/// What `[hdfs]` holds.
extension ConfigurationTable {
    /// The entries.
    static let hdfsEntries: [ConfigurationEntry] = [
        ConfigurationKey.hdfsHTTPAddress.entry, ConfigurationKey.hdfsUser.entry, ConfigurationKey.hdfsTokenFile.entry,
        ConfigurationKey.hdfsAuthentication.entry, ConfigurationKey.hdfsCAFile.entry,
        ConfigurationKey.hdfsCertificateFile.entry, ConfigurationKey.hdfsKeyFile.entry,
        ConfigurationKey.hdfsTimeout.entry, ConfigurationKey.hdfsRetryTime.entry,
        ConfigurationKey.hdfsCacheDirectory.entry, ConfigurationKey.hdfsCacheBytes.entry,
    ]
}

extension Configuration {
    /// Gives HDFS five seconds to answer, for whoever only wants to know whether it does.
    mutating func hurryHDFS() {
        for key in [ConfigurationKey<Duration>.hdfsTimeout, .hdfsRetryTime] {
            set(key.entry, to: Setting(text: "5s", value: Duration.seconds(5), source: .standard))
        }
    }
}

/// How a user is told to HDFS.
enum HDFSAuthentication: String, ArgumentValue, CaseIterable {
    /// By name, which the cluster believes.
    case simple
    /// By the Kerberos ticket of the process's user (SPNEGO, RFC 4559).
    case kerberos
}

extension ConfigurationKey<HDFSAuthentication> {
    static let hdfsAuthentication = ConfigurationKey(
        "hdfs.authentication", default: .simple, "how the user is told: simple, or kerberos for the ticket of this user"
    )
}

extension ConfigurationKey<String> {
    static let hdfsHTTPAddress = ConfigurationKey(
        "hdfs.http_address", default: "",
        "WebHDFS address of hdfs:// lakes, HOST:PORT with commas between them; empty for port 9870 of the same hosts",
        check: { text in
            text.isEmpty || text.wholeMatch(of: /[^\/,\s@:]+:[0-9]{1,5}(,[^\/,\s@:]+:[0-9]{1,5})*/) != nil
                ? nil : "expected HOST:PORT[,HOST:PORT], found \"\(text)\""
        })
    static let hdfsUser = ConfigurationKey(
        "hdfs.user", default: "",
        "user's name on a cluster without Kerberos; empty for HADOOP_USER_NAME or this process's user")
}

extension ConfigurationKey<OptionalPath> {
    static let hdfsTokenFile = ConfigurationKey(
        "hdfs.token_file", default: OptionalPath(), "file with a delegation token and nothing else")
    static let hdfsCAFile = ConfigurationKey(
        "hdfs.ca_file", default: OptionalPath(),
        "file (PEM) with the authorities that servers are certified by; empty for the system's")
    static let hdfsCertificateFile = ConfigurationKey(
        "hdfs.certificate_file", default: OptionalPath(), "file (PEM) with this client's certificate")
    static let hdfsKeyFile = ConfigurationKey(
        "hdfs.key_file", default: OptionalPath(), "file (PEM) with this client's private key")
    static let hdfsCacheDirectory = ConfigurationKey(
        "hdfs.cache_directory", default: OptionalPath(),
        "directory for copies of files that were read; empty for souk in the user's cache directory")
}

extension ConfigurationKey<Duration> {
    static let hdfsTimeout = ConfigurationKey(
        "hdfs.timeout", default: .seconds(20), "how long a server may stay silent within a request",
        check: { $0 >= .seconds(1) && $0 <= .seconds(3600) ? nil : "expected 1s to 1h, found \($0.argument)" })
    static let hdfsRetryTime = ConfigurationKey(
        "hdfs.retry_time", default: .seconds(30), "how long a request is tried again before HDFS counts as unreachable",
        check: { $0 <= .seconds(3600) ? nil : "expected at most 1h, found \($0.argument)" })
}

extension ConfigurationKey<ByteSize> {
    static let hdfsCacheBytes = ConfigurationKey(
        "hdfs.cache_bytes", default: ByteSize(bytes: 10 << 30), "size of all those copies; the least used ones go first"
    )
}
