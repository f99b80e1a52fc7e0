/// What `[spark]` holds.
extension ConfigurationTable {
    /// The entries.
    static let sparkEntries: [ConfigurationEntry] = [
        ConfigurationKey.sparkTokenFile.entry, ConfigurationKey.sparkCertificateAuthorities.entry,
        ConfigurationKey.sparkTimeout.entry, ConfigurationKey.sparkTrigger.entry,
        ConfigurationKey.sparkMaxOffsetsPerTrigger.entry, ConfigurationKey.sparkShufflePartitions.entry,
        ConfigurationKey.sparkSettleInterval.entry, ConfigurationKey.sparkReconcileInterval.entry,
    ]
}

extension ConfigurationKey<OptionalPath> {
    static let sparkTokenFile = ConfigurationKey(
        "spark.token_file", default: OptionalPath(),
        "file with the token that Spark Connect wants and nothing else; a token in the address is stronger")
    static let sparkCertificateAuthorities = ConfigurationKey(
        "spark.certificate_authorities", default: OptionalPath(),
        "file (PEM) with the authorities that the Spark Connect server is certified by; empty for the system's")
}

extension ConfigurationKey<Duration> {
    private static func checkInterval(_ duration: Duration) -> String? {
        duration >= .milliseconds(100) && duration <= .seconds(86_400)
            ? nil : "expected 100ms to 24h, found \(duration.argument)"
    }

    static let sparkTimeout = ConfigurationKey(
        "spark.timeout", default: .seconds(30),
        "how long Spark may take to answer a request that does no work, such as the first one",
        check: { $0 >= .seconds(1) && $0 <= .seconds(3600) ? nil : "expected 1s to 1h, found \($0.argument)" })
    static let sparkTrigger = ConfigurationKey(
        "spark.trigger", default: .seconds(1),
        "time between the micro-batches of a pipeline on Spark; those of windows come every 15s at the most",
        check: checkInterval)
    static let sparkSettleInterval = ConfigurationKey(
        "spark.settle_interval", default: .seconds(10),
        "time between two rounds in which a pipeline on Spark writes the messages it rejected", check: checkInterval)
    static let sparkReconcileInterval = ConfigurationKey(
        "spark.reconcile_interval", default: .seconds(300),
        "time between two rounds in which a pipeline on Spark revises windows for late transactions",
        check: checkInterval)
}

extension ConfigurationKey<Count> {
    static let sparkMaxOffsetsPerTrigger = ConfigurationKey(
        "spark.max_offsets_per_trigger", default: Count(0),
        "messages that a micro-batch reads at the most; 0 is no limit")
}

extension ConfigurationKey<Int> {
    static let sparkShufflePartitions = ConfigurationKey(
        "spark.shuffle_partitions", default: 0,
        "tasks that windows are computed by; 0 is the server's own number, or the cores of a local server that was told none",
        check: { (0...100_000).contains($0) ? nil : "expected 0 to 100000, found \($0)" })
}
