import Commerce
import Streaming
import TransactionLogs

/// All entries of the configuration, in the order in which they are shown.
enum ConfigurationTable {
    /// Every entry.
    static let entries: [ConfigurationEntry] =
        [
            ConfigurationKey.pipelineName.entry, ConfigurationKey.workers.entry, ConfigurationKey.startTimeout.entry,
            ConfigurationKey.logURL.entry, ConfigurationKey.startAt.entry, ConfigurationKey.partitions.entry,
            ConfigurationKey.segmentBytes.entry,
            ConfigurationKey.maxMessageBytes.entry, ConfigurationKey.retentionBytes.entry,
            ConfigurationKey.retentionAge.entry,
        ] + kafkaEntries + [
            ConfigurationKey.lakeURL.entry, ConfigurationKey.commitInterval.entry, ConfigurationKey.commitRows.entry,
        ] + hdfsEntries + [
            ConfigurationKey.windowSize.entry, ConfigurationKey.windowDelay.entry, ConfigurationKey.lateness.entry,
            ConfigurationKey.reconcileInterval.entry,
            ConfigurationKey.idleTimeout.entry,
            ConfigurationKey.decoderTimeZone.entry, ConfigurationKey.epoch.entry, ConfigurationKey.maxFutureSkew.entry,
        ] + FieldName.allCases.map { ConfigurationKey.field($0).entry } + [
            ConfigurationKey.listen.entry, ConfigurationKey.tokenFile.entry, ConfigurationKey.allowedHosts.entry,
            ConfigurationKey.shopTimeZone.entry, ConfigurationKey.currency.entry, ConfigurationKey.largeAmount.entry,
        ] + sparkEntries + [
            ConfigurationKey.logLevel.entry
        ]

    /// What entries were called before, which is still understood.
    static let formerPaths = ["report.time_zone": "shop.time_zone", "currency.code": "shop.currency"]

    /// The entry of a path.
    static func entry(at path: String) -> ConfigurationEntry? {
        entriesByPath[formerPaths[path] ?? path] ?? kafkaProperty(at: path)
    }

    /// Whether the entry of a path is in the table.
    static func isListed(_ path: String) -> Bool { entriesByPath[path] != nil }

    /// The sections, in order.
    static let sections: [String] = entries.map(\.section).reduce(into: []) { sections, section in
        if sections.last != section { sections.append(section) }
    }

    /// The sections that a file may have: those and the ones that were given up.
    static let acceptedSections = formerPaths.keys.map { String($0.prefix { $0 != "." }) }.reduce(into: sections) {
        if !$0.contains($1) { $0.append($1) }
    }

    /// The entries by the environment variables that set them.
    static let entriesByEnvironmentName: [String: ConfigurationEntry] = {
        let current = entries.map { ($0.environmentName, $0) }
        let former = formerPaths.compactMap { former, path in
            entriesByPath[path].map { (ConfigurationEntry.environmentName(of: former), $0) }
        }
        return Dictionary(uniqueKeysWithValues: current + former)
    }()

    private static let entriesByPath = Dictionary(uniqueKeysWithValues: entries.map { ($0.path, $0) })
}

extension ConfigurationKey<String> {
    static let pipelineName = ConfigurationKey(
        "pipeline.name", default: "souk", "what this pipeline calls itself in the lake; a lake has one pipeline",
        check: { name in
            name.wholeMatch(of: /[A-Za-z0-9_.\-]{1,64}/) == nil
                ? "expected 1 to 64 letters, digits, _, . or -, found \"\(name)\"" : nil
        })

    /// The name that messages give to one of a transaction's fields.
    static func field(_ field: FieldName) -> ConfigurationKey {
        ConfigurationKey(
            "fields.\(field.rawValue)", default: field.rawValue, "what messages call the field \(field.rawValue)",
            check: { $0.isEmpty ? "expected the name of a field, found an empty text" : nil })
    }
}

extension ConfigurationKey<Int> {
    static let workers = ConfigurationKey(
        "pipeline.workers", default: 0, "worker threads; 0 is one per core",
        check: { (0...1024).contains($0) ? nil : "expected 0 to 1024, found \($0)" })

    static let partitions = ConfigurationKey(
        "log.partitions", default: 4, "partitions of a log that is created",
        check: { partitions in
            let limits = EmbeddedLogLayout.partitionLimits
            return Int32(exactly: partitions).map(limits.contains) == true
                ? nil : "expected \(limits.lowerBound) to \(limits.upperBound), found \(partitions)"
        })
}

extension ConfigurationKey<LogURL> {
    static let logURL = ConfigurationKey(
        "log.url", default: .embedded(directory: "data/log"),
        "where the log is: log:DIR, kafka://HOST:PORT/TOPIC, file:PATH or -")
}

extension ConfigurationKey<StartPosition> {
    static let startAt = ConfigurationKey(
        "log.start_at", default: .earliest,
        "where a new lake begins to read the log: earliest, latest or a time; a lake that has a commit goes on from there"
    )
}

extension ConfigurationKey<LakeURL> {
    static let lakeURL = ConfigurationKey(
        "lake.url", default: .directory("data/lake"),
        "where the lake is: the path of a directory, or webhdfs://, swebhdfs:// or hdfs://HOST:PORT/PATH")
}

extension ConfigurationKey<ByteSize> {
    static let segmentBytes = ConfigurationKey(
        "log.segment_bytes", default: ByteSize(bytes: 256 << 20),
        "size at which a log that is created begins a new segment file",
        check: { $0.complaint(unlessIn: EmbeddedLogLayout.segmentByteLimits) })

    static let maxMessageBytes = ConfigurationKey(
        "log.max_message_bytes", default: ByteSize(bytes: 16 << 20), "longest message that a log that is created takes",
        check: { $0.complaint(unlessIn: EmbeddedLogLayout.recordByteLimits) })

    static let retentionBytes = ConfigurationKey(
        "log.retention_bytes", default: ByteSize(bytes: 0),
        "size of the whole log beyond which its oldest segments are dropped; 0 never")
}

extension ConfigurationKey<Count> {
    static let commitRows = ConfigurationKey(
        "lake.commit_rows", default: Count(1_000_000),
        "rows that are committed at the latest, however little time has passed",
        check: { count in
            (1...1_000_000_000).contains(count.value) ? nil : "expected 1 to 1000000000, found \(count.value)"
        })
}

extension ConfigurationKey<Duration> {
    /// What a setting of the windows may be at the most.
    private static let longest = Duration.seconds(366 * 86_400)

    private static func checkLength(_ duration: Duration) -> String? {
        duration <= longest ? nil : "expected at most 366 days (8784h), found \(duration.argument)"
    }

    static let retentionAge = ConfigurationKey(
        "log.retention_age", default: .zero, "age at which segments of the log are dropped; 0s never")

    static let startTimeout = ConfigurationKey(
        "pipeline.start_timeout", default: .seconds(300),
        "how long a pipeline waits at its start for a log or lake that can't be reached",
        check: { $0 <= .seconds(86_400) ? nil : "expected at most 24h, found \($0.argument)" })

    static let commitInterval = ConfigurationKey(
        "lake.commit_interval", default: .seconds(5), "time between commits",
        check: { $0 >= .milliseconds(10) ? nil : "expected 10ms or more, found \($0.argument)" })

    static let windowSize = ConfigurationKey(
        "windows.size", default: .seconds(60), "length of a window of event time",
        check: { size in
            let divides =
                size >= .seconds(1) && size <= .seconds(86_400) && size.components.attoseconds == 0
                && 86_400 % size.components.seconds == 0
            return divides
                ? nil : "expected whole seconds that divide a day, such as 1m, 15m or 1h, found \(size.argument)"
        })

    static let windowDelay = ConfigurationKey(
        "windows.delay", default: .seconds(60), "how long a window stays open for transactions out of order",
        check: checkLength)

    static let lateness = ConfigurationKey(
        "windows.lateness", default: .seconds(3_600),
        "how long a closed window stays in memory; a later sale has it recomputed from the lake", check: checkLength)

    static let reconcileInterval = ConfigurationKey(
        "windows.reconcile_interval", default: .seconds(60),
        "time between two rounds in which windows that very late sales have changed are recomputed from the lake",
        check: {
            $0 >= .milliseconds(100) && $0 <= .seconds(86_400) ? nil : "expected 100ms to 24h, found \($0.argument)"
        })

    static let idleTimeout = ConfigurationKey(
        "windows.idle_timeout", default: .seconds(30), "silence after which a partition stops holding windows open",
        check: { $0 > .zero ? checkLength($0) : "expected more than 0s" })

    static let maxFutureSkew = ConfigurationKey(
        "decoder.max_future_skew", default: .seconds(300), "how far ahead of the clock a timestamp may be")
}

extension ConfigurationKey<TimeZoneName> {
    static let decoderTimeZone = ConfigurationKey(
        "decoder.time_zone", default: .local, "zone of timestamps that name none; local is the machine's own")

    static let shopTimeZone = ConfigurationKey(
        "shop.time_zone", default: .casablanca, "zone of the shop's days and hours, on the page and in the report")
}

extension ConfigurationKey<Currency> {
    static let currency = ConfigurationKey(
        "shop.currency", default: .moroccanDirham,
        "the currency of all amounts, by its ISO 4217 code; a lake keeps its own")
}

extension ConfigurationKey<EpochUnit> {
    static let epoch = ConfigurationKey(
        "decoder.epoch", default: .auto,
        "what integer timestamps count; auto goes by their digits: up to 11 seconds, 14 milliseconds, 17 microseconds, else nanoseconds"
    )
}

extension ConfigurationKey<NetworkAddress> {
    static let listen = ConfigurationKey(
        "dashboard.listen", default: NetworkAddress(host: "127.0.0.1", port: 5000),
        "where the dashboard listens; any address that is not this machine's own needs a token")
}

extension ConfigurationKey<OptionalPath> {
    static let tokenFile = ConfigurationKey(
        "dashboard.token_file", default: OptionalPath(), "file with the token that clients must show; empty for none")
}

extension ConfigurationKey<TextList> {
    static let allowedHosts = ConfigurationKey(
        "dashboard.allowed_hosts", default: TextList([]),
        "names by which the dashboard may be called besides its own address")
}

extension ConfigurationKey<Amount> {
    static let largeAmount = ConfigurationKey(
        "report.large_amount", default: Amount(1_000), "amount above which a sale counts as large")
}

extension ConfigurationKey<LogLevel> {
    static let logLevel = ConfigurationKey(
        "logging.level", default: .info, "how much is said on standard error: debug, info, warning or error")
}
