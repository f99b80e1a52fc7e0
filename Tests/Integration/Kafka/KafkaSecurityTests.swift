import ClusterTesting
import Foundation
import Testing

/// TLS, passwords and permissions, and what is said when they are wrong.
@Suite(.needsSouk, .needsOracles, .needsCluster)
struct KafkaSecurityTests {
    /// librdkafka before 2.6.1 sends a nonce of SCRAM that Kafka 4 refuses (confluentinc/librdkafka#4895).
    @Test func `SCRAM over TLS, with Kafka 4 and with Kafka 3 on ZooKeeper`() throws {
        for broker in [try Cluster.securedKafka.get(), try Cluster.securedKafkaOnZooKeeper.get()] {
            try roundTrip(broker, broker.saslAddress, try credentials(broker, "SCRAM-SHA-512"))
            try roundTrip(broker, broker.saslAddress, try credentials(broker, "SCRAM-SHA-256"))
        }
    }

    @Test func `PLAIN over TLS, and certificates of clients`() throws {
        let broker = try Cluster.securedKafka.get()
        try roundTrip(broker, broker.saslAddress, try credentials(broker, "PLAIN"))
        let security = try #require(broker.security)
        try roundTrip(
            broker, broker.tlsAddress,
            [
                "SOUK_KAFKA_SECURITY_PROTOCOL": "ssl", "SOUK_KAFKA_CA_FILE": security.authority.path,
                "SOUK_KAFKA_CERTIFICATE_FILE": security.clientCertificate.path,
                "SOUK_KAFKA_KEY_FILE": security.clientKey.path,
            ])
    }

    @Test func `a password from a file`() throws {
        let broker = try Cluster.securedKafka.get()
        try withTemporaryDirectory { directory in
            let file = directory.appending(path: "password")
            try Data("\(KafkaSecurity.password(of: "souk"))\n".utf8).write(to: file)
            var environment = try credentials(broker, "PLAIN")
            environment["SOUK_KAFKA_PASSWORD"] = nil
            environment["SOUK_KAFKA_PASSWORD_FILE"] = file.path
            try roundTrip(broker, broker.saslAddress, environment)
        }
    }

    @Test func `what is refused ends at once with exit code 10 and says what to do`() throws {
        let broker = try Cluster.securedKafka.get()
        let topic = try RealTopic("refused", partitions: 1, on: broker)
        let security = try #require(broker.security)
        let right = try credentials(broker, "PLAIN")
        let wrong: [(String, [String: String], String)] = [
            ("a wrong password", ["SOUK_KAFKA_PASSWORD": "nonsense"], "kafka.password_file"),
            ("an unknown user", ["SOUK_KAFKA_USERNAME": "nobody"], "kafka.username"),
            ("a wrong authority", ["SOUK_KAFKA_CA_FILE": security.clientCertificate.path], "kafka.ca_file"),
            ("no such file", ["SOUK_KAFKA_CA_FILE": "/nowhere.pem"], "kafka.ca_file"),
            (
                "a user without rights",
                ["SOUK_KAFKA_USERNAME": "stranger", "SOUK_KAFKA_PASSWORD": KafkaSecurity.password(of: "stranger")],
                "kafka-acls"
            ),
        ]
        for (words, changes, advice) in wrong {
            for arguments in Self.commands("kafka://\(broker.saslAddress)/\(topic.name)") {
                try withTemporaryDirectory { directory in
                    let began = Date()
                    let outcome = try Souk.run(
                        arguments, environment: right.merging(changes) { $1 }, directory: directory)
                    #expect(outcome.exitCode == 10, "\(words), \(arguments): \(outcome.errors)")
                    #expect(outcome.errors.contains(advice), "\(words), \(arguments): \(outcome.errors)")
                    #expect(!outcome.errors.contains("nonsense"), "\(outcome.errors)")
                    #expect(-began.timeIntervalSinceNow < 8, "\(words), \(arguments)")
                }
            }
        }
    }

    @Test func `what a user may read but not write, or not commit offsets for, is told`() throws {
        let broker = try Cluster.securedKafka.get()
        let topic = try RealTopic("readable", partitions: 1, on: broker)
        try broker.allow("reader", "DESCRIBE")
        try withTemporaryDirectory { directory in
            try topic.kcat("-P", input: sale("a") + "\n", in: directory)
            var environment = try credentials(broker, "PLAIN")
            environment["SOUK_KAFKA_USERNAME"] = "reader"
            environment["SOUK_KAFKA_PASSWORD"] = KafkaSecurity.password(of: "reader")
            for arguments in Self.commands("kafka://\(broker.saslAddress)/\(topic.name)") {
                let outcome = try Souk.run(arguments, environment: environment, directory: directory)
                #expect(outcome.exitCode == 10, "\(arguments): \(outcome.errors)")
                #expect(outcome.errors.contains("kafka-acls"), "\(arguments): \(outcome.errors)")
            }
        }
    }

    @Test func `a topic that is not there and a cluster that is not there end with exit code 11`() throws {
        let broker = try Cluster.kafka.get()
        for arguments in Self.commands("kafka://\(broker.address)/nothing-here") {
            try withTemporaryDirectory { directory in
                let outcome = try Souk.run(arguments, directory: directory)
                #expect(outcome.exitCode == 11, "\(arguments): \(outcome.errors)")
                #expect(outcome.errors.contains("--create-topic"), "\(arguments): \(outcome.errors)")
            }
        }
        for arguments in Self.commands("kafka://127.0.0.1:9/nothing-here") {
            try withTemporaryDirectory { directory in
                let began = Date()
                let outcome = try Souk.run(
                    arguments, environment: ["SOUK_KAFKA_TIMEOUT": "2s"], directory: directory)
                #expect(outcome.exitCode == 11, "\(arguments): \(outcome.errors)")
                #expect(outcome.errors.contains("Check that the brokers run"), "\(arguments): \(outcome.errors)")
                #expect((1.5..<5).contains(-began.timeIntervalSinceNow), "\(-began.timeIntervalSinceNow)")
            }
        }
    }

    /// The commands that talk to a topic.
    private static func commands(_ url: String) -> [[String]] {
        [
            ["run", "--from", url, "--lake", "lake", "--until-end"], ["tail", url, "-e"],
            ["produce", "--to", url, "--count", "1"],
        ]
    }

    private func credentials(_ broker: KafkaBroker, _ mechanism: String) throws -> [String: String] {
        [
            "SOUK_KAFKA_SECURITY_PROTOCOL": "sasl_ssl", "SOUK_KAFKA_SASL_MECHANISM": mechanism,
            "SOUK_KAFKA_USERNAME": "souk", "SOUK_KAFKA_PASSWORD": KafkaSecurity.password(of: "souk"),
            "SOUK_KAFKA_CA_FILE": try #require(broker.security).authority.path,
        ]
    }

    /// Makes a topic, writes to it, reads it and audits the lake, all through the secured door.
    private func roundTrip(_ broker: KafkaBroker, _ address: String, _ environment: [String: String]) throws {
        let url = "kafka://\(address)/\(RealTopic("secured", on: broker).name)"
        try withTemporaryDirectory { directory in
            try Souk.succeed(
                ["produce", "--to", url, "--create-topic", "--count", "500", "--rate", "max"],
                environment: environment, directory: directory)
            let run = try Souk.succeed(
                ["run", "--from", url, "--lake", "lake", "--until-end", "--json"], environment: environment,
                directory: directory)
            #expect(try run.json()["read"] as? Int == 500)
            #expect(!run.errors.contains("monitors of lag"), "\(run.errors)")
            try Souk.succeed(
                ["verify", "--lake", "lake", "--from", url], environment: environment, directory: directory)
        }
    }
}
