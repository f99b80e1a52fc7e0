public import Foundation

/// A door with TLS before a server that has none.
public final class TLSFront: Sendable {
    /// Where it listens.
    public let port: Int

    /// Its process.
    public let process: ServerProcess

    /// Opens one before a port of this machine.
    ///
    /// - Parameters:
    ///   - certificate: what it shows, in PEM, valid for `localhost`.
    ///   - key: the certificate's key, in PEM.
    public init(_ cluster: Cluster, before target: Int, certificate: URL, key: URL) throws {
        port = try Loopback.freePort()
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "tls_front.py")
        process = ServerProcess(
            "tls-front", of: cluster, "python3",
            [script.path, "\(port)", "\(target)", certificate.path, key.path], ports: [port])
        try process.start()
    }
}
