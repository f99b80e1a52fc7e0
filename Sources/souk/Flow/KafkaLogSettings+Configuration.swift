import Foundation
import KafkaLogs

extension KafkaLogSettings {
    /// How the configuration wants a topic to be talked to.
    ///
    /// - Throws: `CommandError` with exit code 10 if a file with a secret can't be read.
    init(_ address: KafkaAddress, _ configuration: Configuration, on console: Console) throws {
        try self.init(address, configuration) { notice in
            switch notice {
            case .library(_, let line): console.say("librdkafka: \(line)", .debug)
            case .warning(let text): console.say(text, .warning)
            }
        }
    }

    /// As the other one, with somebody else to hear what happens.
    init(
        _ address: KafkaAddress, _ configuration: Configuration, notice: @escaping @Sendable (KafkaNotice) -> Void
    ) throws {
        let group = configuration[.kafkaGroup]
        self.init(
            bootstrapServers: address.servers, topic: address.topic,
            group: group.isEmpty ? configuration[.pipelineName] : group,
            properties: try Self.properties(configuration), timeout: configuration[.kafkaTimeout], notice: notice)
    }

    private static func properties(_ configuration: Configuration) throws -> [(name: String, value: String)] {
        let security = configuration[.kafkaSecurity]
        var properties: [(name: String, value: String)] = [
            ("security.protocol", security.rawValue), ("compression.codec", configuration[.kafkaCompression].rawValue),
            ("message.max.bytes", String(configuration[.kafkaMaxMessageBytes].bytes)),
        ]
        if security.usesPassword {
            properties.append(("sasl.mechanisms", configuration[.kafkaMechanism].rawValue))
            properties.append(("sasl.username", configuration[.kafkaUsername]))
            properties.append(("sasl.password", try KafkaPassword.read(configuration)))
        }
        let files: [(String, ConfigurationKey<OptionalPath>)] = [
            ("ssl.ca.location", .kafkaCAFile), ("ssl.certificate.location", .kafkaCertificateFile),
            ("ssl.key.location", .kafkaKeyFile),
        ]
        for (name, key) in files {
            guard let path = configuration[key].path else { continue }
            // librdkafka says that its library for TLS failed, and not that there is no such file.
            guard FileManager.default.isReadableFile(atPath: path) else {
                throw CommandError(
                    "\(key.entry.path): \(path) is not there, or can't be read",
                    hints: ["it names a file in PEM, as `-----BEGIN` begins one"], exitCode: .configuration)
            }
            properties.append((name, path))
        }
        if let path = configuration[.kafkaKeyPasswordFile].path {
            properties.append(("ssl.key.password", try SecretFile.read(path, for: "kafka.key_password_file")))
        }
        return properties + configuration.kafkaProperties.map { ($0.name, $0.setting.text) }
    }
}
