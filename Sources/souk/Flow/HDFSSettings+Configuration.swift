import Foundation
import Lake

extension HDFSSettings {
    /// How the configuration wants a lake on HDFS to be reached.
    ///
    /// - Throws: `CommandError` with exit code 10 if the token's file can't be read.
    init(_ address: HDFSAddress, _ configuration: Configuration) throws {
        self.init(
            nameNodes: Self.webAddresses(of: address, configuration), root: address.path,
            cacheDirectory: configuration[.hdfsCacheDirectory].path ?? Self.standardCacheDirectory,
            runIdentity: Identities.run())
        scheme = address.scheme == .swebhdfs ? .https : .http
        usesKerberos = configuration[.hdfsAuthentication] == .kerberos
        if !usesKerberos { user = Self.user(configuration) }
        delegationToken = try configuration[.hdfsTokenFile].path.map { try SecretFile.read($0, for: "hdfs.token_file") }
        authorityFile = configuration[.hdfsCAFile].path
        certificateFile = configuration[.hdfsCertificateFile].path
        keyFile = configuration[.hdfsKeyFile].path
        timeout = configuration[.hdfsTimeout]
        retryTime = configuration[.hdfsRetryTime]
        cacheBytes = configuration[.hdfsCacheBytes].bytes
    }

    private static func webAddresses(of address: HDFSAddress, _ configuration: Configuration) -> [String] {
        guard address.scheme == .hdfs else { return address.nameNodes }
        let told = configuration[.hdfsHTTPAddress]
        guard told.isEmpty else { return told.split(separator: ",").map(String.init) }
        return address.nameNodes.map { node in "\(node.prefix { $0 != ":" }):9870" }
    }

    private static func user(_ configuration: Configuration) -> String {
        let told = configuration[.hdfsUser]
        guard told.isEmpty else { return told }
        return ProcessInfo.processInfo.environment["HADOOP_USER_NAME"] ?? NSUserName()
    }

    private static var standardCacheDirectory: String {
        let caches = FileManager.default.urls(for: .cachesDirectory, in: .userDomainMask).first
        return (caches ?? FileManager.default.temporaryDirectory).appendingPathComponent("souk").path
    }
}
