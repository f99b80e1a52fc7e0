public import Streaming

/// How the job runs on Spark. All durations are in microseconds unless their type says otherwise.
public struct SparkJobSettings: Sendable {
    /// What the pipeline is, whichever engine runs it.
    public var pipeline: PipelineSettings
    /// The name of the time zone of timestamps that name none, as Spark knows it.
    public var timeZone = "UTC"
    /// The topic.
    public var topic: String
    /// How Spark's Kafka source reaches the brokers: `kafka.bootstrap.servers` and whatever else they ask for.
    public var kafkaOptions: [String: String]
    /// The lake's root as Spark knows it: `hdfs://namenode:9000/lake`, `file:///data/lake`.
    public var lakePath: String
    /// The time between two batches, as Spark writes intervals.
    public var trigger = "1 second"
    /// The time between two batches of `windows`, likewise. Windows close once in a while only, and a batch of theirs takes the
    /// cluster as long as one of transactions, which the dashboard waits for.
    public var windowsTrigger = "15 seconds"
    /// The most messages of a batch; 0 for no limit.
    public var maxOffsetsPerTrigger: Int64 = 0
    /// The most messages of a partition that one task decodes, so that a batch of many keeps all cores busy. Spark goes by it
    /// since 4.0 (`maxRecordsPerPartition`).
    public var maxRecordsPerTask: Int64 = 250_000
    /// The most new transactions whose rows this process reads at once for the dashboard; more are summed up by the cluster.
    public var localRows: Int64 = 20_000_000
    /// The number of partitions of a shuffle; 0 for the server's own, or for as many as it has cores if it does all work itself and
    /// was told none.
    public var shufflePartitions = 0
    /// How often rejected messages are written and the account is made durable.
    public var settleInterval: Int64 = 10_000_000
    /// How often windows that late transactions have changed are made anew.
    public var reconcileInterval: Int64 = 300_000_000

    /// The defaults.
    public init(
        pipeline: PipelineSettings, topic: String, kafkaOptions: [String: String], lakePath: String
    ) {
        self.pipeline = pipeline
        self.topic = topic
        self.kafkaOptions = kafkaOptions
        self.lakePath = lakePath
    }
}
