public import Foundation

/// What a secured broker and its clients need: an authority, certificates, users with passwords.
///
/// Three users have a password for PLAIN and both kinds of SCRAM. `souk` may do everything, `reader` nothing until a test
/// allows it something, and so may `stranger`, whom no test allows anything. Whoever comes through a plain door may do
/// everything, so that tests can prepare topics there.
public struct KafkaSecurity: Sendable {
    /// Who has a password; it is the name with `-secret` behind it.
    public static let users = ["souk", "reader", "stranger"]

    /// The authority's certificate, in PEM.
    public let authority: URL

    /// A client's certificate, `CN=souk-client`, in PEM, and its key. It may do everything.
    public let clientCertificate: URL
    /// The key of `clientCertificate`, in PEM without a password.
    public let clientKey: URL

    private let brokerKeys: URL

    /// Makes the authority and the certificates.
    public init(_ cluster: Cluster) throws {
        let directory = try cluster.directory("certificates")
        let authorityKey = directory.appending(path: "authority.key")
        authority = directory.appending(path: "authority.pem")
        clientCertificate = directory.appending(path: "client.pem")
        clientKey = directory.appending(path: "client.key")
        brokerKeys = directory.appending(path: "broker.keys.pem")
        try Command.succeed(
            "openssl",
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=souk-test-authority",
                "-keyout", authorityKey.path, "-out", authority.path,
            ])
        func sign(_ name: String, key: URL, certificate: URL) throws {
            let request = directory.appending(path: "\(name).request")
            let extensions = directory.appending(path: "\(name).extensions")
            try "subjectAltName=DNS:localhost,IP:127.0.0.1\n".write(to: extensions, atomically: true, encoding: .utf8)
            try Command.succeed(
                "openssl",
                [
                    "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=\(name)", "-keyout", key.path, "-out",
                    request.path,
                ])
            try Command.succeed(
                "openssl",
                [
                    "x509", "-req", "-in", request.path, "-CA", authority.path, "-CAkey", authorityKey.path,
                    "-CAcreateserial", "-days", "30", "-extfile", extensions.path, "-out", certificate.path,
                ])
        }
        try sign("souk-client", key: clientKey, certificate: clientCertificate)
        let brokerKey = directory.appending(path: "broker.key")
        let brokerCertificate = directory.appending(path: "broker.pem")
        try sign("localhost", key: brokerKey, certificate: brokerCertificate)
        let both = try Data(contentsOf: brokerKey) + Data(contentsOf: brokerCertificate)
        try both.write(to: brokerKeys)
    }

    /// The password of a user.
    public static func password(of user: String) -> String { "\(user)-secret" }

    /// The broker's properties.
    ///
    /// - Parameter isKraft: whether the users of SCRAM and the permissions are in Kafka itself.
    func properties(isKraft: Bool) -> [String: String] {
        let plainUsers = Self.users.map { "user_\($0)=\"\(Self.password(of: $0))\"" }.joined(separator: " ")
        let modules = "org.apache.kafka.common.security"
        return [
            "ssl.keystore.type": "PEM", "ssl.keystore.location": brokerKeys.path, "ssl.truststore.type": "PEM",
            "ssl.truststore.location": authority.path, "listener.name.tls.ssl.client.auth": "requested",
            "sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512",
            "listener.name.sasl.plain.sasl.jaas.config": "\(modules).plain.PlainLoginModule required \(plainUsers);",
            "listener.name.sasl.scram-sha-256.sasl.jaas.config": "\(modules).scram.ScramLoginModule required;",
            "listener.name.sasl.scram-sha-512.sasl.jaas.config": "\(modules).scram.ScramLoginModule required;",
            "authorizer.class.name": isKraft
                ? "org.apache.kafka.metadata.authorizer.StandardAuthorizer" : "kafka.security.authorizer.AclAuthorizer",
            "super.users": "User:ANONYMOUS;User:souk;User:CN=souk-client",
            "allow.everyone.if.no.acl.found": "false",
        ]
    }
}
