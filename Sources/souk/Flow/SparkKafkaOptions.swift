import Foundation

/// How Spark's Kafka source reaches a topic: what `[kafka]` says, in the words of Java's client.
enum SparkKafkaOptions {
    /// The options.
    ///
    /// - Throws: `CommandError` with exit code 10 if a secret can't be had, or if a property is librdkafka's alone.
    static func options(_ address: KafkaAddress, _ configuration: Configuration) throws -> [String: String] {
        if let property = configuration.kafkaProperties.first {
            throw CommandError(
                "kafka.\(property.name) is a property of librdkafka, which Spark's Kafka source does not have",
                hints: ["leave it out of the configuration of a pipeline on Spark"], exitCode: .configuration)
        }
        let security = configuration[.kafkaSecurity]
        var options = [
            "kafka.bootstrap.servers": address.servers,
            "kafka.security.protocol": security.rawValue.uppercased(),
        ]
        if security.usesPassword {
            options["kafka.sasl.mechanism"] = configuration[.kafkaMechanism].rawValue
            options["kafka.sasl.jaas.config"] = try login(configuration)
        }
        if let authorities = try text(of: .kafkaCAFile, configuration) {
            options["kafka.ssl.truststore.type"] = "PEM"
            options["kafka.ssl.truststore.certificates"] = authorities
        }
        if let certificate = try text(of: .kafkaCertificateFile, configuration),
            let key = try text(of: .kafkaKeyFile, configuration)
        {
            options["kafka.ssl.keystore.type"] = "PEM"
            options["kafka.ssl.keystore.certificate.chain"] = certificate
            options["kafka.ssl.keystore.key"] = key
            if let path = configuration[.kafkaKeyPasswordFile].path {
                options["kafka.ssl.key.password"] = try SecretFile.read(path, for: "kafka.key_password_file")
            }
        }
        return options
    }

    private static func login(_ configuration: Configuration) throws -> String {
        let module =
            configuration[.kafkaMechanism] == .plain
            ? "org.apache.kafka.common.security.plain.PlainLoginModule"
            : "org.apache.kafka.common.security.scram.ScramLoginModule"
        let name = quoted(configuration[.kafkaUsername])
        return "\(module) required username=\(name) password=\(quoted(try KafkaPassword.read(configuration)));"
    }

    private static func quoted(_ text: String) -> String {
        "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }

    private static func text(
        of key: ConfigurationKey<OptionalPath>, _ configuration: Configuration
    ) throws -> String? {
        guard let path = configuration[key].path else { return nil }
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw CommandError(
                "\(key.entry.path): \(path) is not there, or can't be read",
                hints: ["it names a file in PEM, as `-----BEGIN` begins one"], exitCode: .configuration)
        }
    }
}
