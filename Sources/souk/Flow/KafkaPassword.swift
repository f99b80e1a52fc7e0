/// The password for Kafka's brokers.
enum KafkaPassword {
    /// The password that the environment holds, or the file that the configuration names.
    ///
    /// - Throws: `CommandError` with exit code 10 if there is none.
    static func read(_ configuration: Configuration) throws -> String {
        if let password = configuration[.kafkaPassword].text { return password }
        if let path = configuration[.kafkaPasswordFile].path {
            return try SecretFile.read(path, for: "kafka.password_file")
        }
        throw CommandError(
            "kafka.security_protocol is \(configuration[.kafkaSecurity].rawValue), and there is no password",
            hints: ["kafka.password_file names a file that holds it; or set SOUK_KAFKA_PASSWORD"],
            exitCode: .configuration)
    }
}
