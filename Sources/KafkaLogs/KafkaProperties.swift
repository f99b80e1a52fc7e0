internal import Kafka
internal import TransactionLogs

/// Which of librdkafka's properties Souk sets, and which of them are not the user's to change.
public enum KafkaProperties {
    /// What exactly-once rests on.
    static let fixedForReading: [(name: String, value: String)] = [
        ("enable.auto.commit", "false"),
        ("enable.auto.offset.store", "false"),
        // An offset that retention has overtaken is an error and no reason to go on anywhere else.
        ("auto.offset.reset", "error"),
        ("isolation.level", "read_committed"),
        // The end of a partition is told, because transaction markers at it are no messages.
        ("enable.partition.eof", "true"),
    ]

    /// What "each message once and in order" rests on.
    static let fixedForWriting: [(name: String, value: String)] = [
        ("enable.idempotence", "true"),
        ("acks", "all"),
        // What is delivered leaves the library's queue, which is enough to know.
        ("delivery.report.only.error", "true"),
    ]

    /// Defaults that the user may change.
    static let defaultsForReading: [(name: String, value: String)] = [
        ("client.id", "souk"),
        ("check.crcs", "true"),
        // How soon a partition whose queue was full is asked for again; the library's second would leave workers idle.
        ("fetch.queue.backoff.ms", "5"),
        // One question is on its way to a broker at a time, so that a quiet partition must not hold up the others for long.
        ("fetch.wait.max.ms", "100"),
        ("topic.metadata.refresh.interval.ms", "30000"),
        ("reconnect.backoff.max.ms", "2000"),
        ("socket.keepalive.enable", "true"),
    ]

    /// How much is fetched ahead of each partition, so that all partitions together take the same memory however many there
    /// are: some 60,000 messages or 48 MiB, whatever is less. The user may change it.
    static func queueLimits(partitionCount: Int) -> [(name: String, value: String)] {
        let count = max(1, partitionCount)
        return [
            ("queued.min.messages", String(max(1_000, 60_000 / count))),
            ("queued.max.messages.kbytes", String(max(1_024, 49_152 / count))),
        ]
    }

    /// Defaults that the user may change.
    static let defaultsForWriting: [(name: String, value: String)] = [
        ("client.id", "souk"),
        ("compression.codec", "lz4"),
        ("linger.ms", "5"),
        ("batch.size", "1000000"),
        // A message waits for its broker as long as it takes; whoever produces waits with it.
        ("message.timeout.ms", "0"),
        ("queue.buffering.max.messages", "10000"),
        ("queue.buffering.max.kbytes", "65536"),
        // As Java's clients choose, so that one customer's messages meet in one partition whoever writes them.
        ("partitioner", "murmur2_random"),
        // A topic that is deleted meanwhile is an error, and not made anew by the broker in a form of its own.
        ("allow.auto.create.topics", "false"),
        ("reconnect.backoff.max.ms", "2000"),
        ("socket.keepalive.enable", "true"),
    ]

    /// Properties that carry a secret, which must not stand in a configuration file for everybody to see.
    public static let secrets: Set<String> = [
        "sasl.password", "ssl.key.password", "ssl.keystore.password", "ssl.key.pem", "sasl.oauthbearer.client.secret",
        "sasl.oauthbearer.config", "sasl.oauthbearer.assertion.private.key.pem",
        "sasl.oauthbearer.assertion.private.key.passphrase",
    ]

    /// Other names of Souk's own properties, and one that only a producer of transactions can use.
    private static let refused = [
        "request.required.acks": "is Souk's own (all), because exactly-once rests on it",
        "auto.commit.enable": "is Souk's own (false), because exactly-once rests on it",
        "transactional.id": "is not for Souk, which produces without transactions",
    ]

    /// What is wrong with a property that a user has set; nil if nothing is.
    public static func problem(with name: String, value: String) -> String? {
        if let fixed = (fixedForReading + fixedForWriting).first(where: { $0.name == name }) {
            return "is Souk's own (\(fixed.value)), because exactly-once rests on it"
        }
        if let reason = refused[name] { return reason }
        if name == "group.id" { return "is set with kafka.group" }
        if name == "bootstrap.servers" || name == "metadata.broker.list" { return "is a part of the log's address" }
        do {
            try KafkaConfiguration().set(name, value)
            return nil
        } catch {
            return error.message
        }
    }

    /// Whether the library has a property of that name.
    public static func isKnown(_ name: String) -> Bool { KafkaConfiguration.knows(name) }

    /// Names of the library's properties, for suggestions: the library tells only of those that have a value, so those that
    /// people set besides are added.
    public static var names: [String] {
        KafkaConfiguration.namesWithDefaults + [
            "ssl.ca.location", "ssl.certificate.location", "ssl.cipher.suites", "ssl.crl.location", "ssl.curves.list",
            "ssl.key.location", "ssl.keystore.location", "ssl.sigalgs.list", "sasl.username", "client.rack",
            "group.instance.id",
        ]
    }

    /// The library's version.
    public static var libraryVersion: String { KafkaLibrary.version }

    static func configuration(
        for role: KafkaClient.Role, _ settings: KafkaLogSettings, besides limits: [(name: String, value: String)] = []
    ) throws(TransactionLogError) -> KafkaConfiguration {
        let configuration = KafkaConfiguration()
        let defaults = role == .consumer ? defaultsForReading : defaultsForWriting
        let fixed = role == .consumer ? fixedForReading + [("group.id", settings.group)] : fixedForWriting
        do throws(KafkaError) {
            for (name, value) in defaults + limits + settings.properties + fixed { try configuration.set(name, value) }
            try configuration.set("bootstrap.servers", settings.bootstrapServers)
        } catch {
            throw TransactionLogError(
                .notPermitted, "\(settings.location): \(error). Change [kafka] in the configuration.",
                systemCode: error.code.rawValue)
        }
        return configuration
    }
}
