/// What `souk up` is to do.
struct UpOptions: Sendable, Hashable {
    /// The log, embedded or a Kafka topic.
    var log: LogURL
    /// Whether a Kafka topic is created if it is missing.
    var createsTopic: Bool
    /// The lake.
    var lake: LakeURL
    /// How fast the simulator makes transactions.
    var rate: Rate
    /// The simulator's seed.
    var seed: UInt64
    /// Where the dashboard listens.
    var listen: NetworkAddress
    /// Whether messages that retention removed before they were read are counted instead of being an error.
    var allowsLoss: Bool
    /// What runs the pipeline.
    var engine: EngineURL
    /// Whether the pipeline prints what it takes in.
    var showsRows: Bool
    /// Whether it goes on in the background.
    var background: BackgroundOptions
}
