/// What `souk up` is to do.
struct UpOptions: Sendable, Hashable {
    /// The embedded log's directory.
    var logDirectory: String
    /// The lake.
    var lake: LakeURL
    /// How fast the simulator makes transactions.
    var rate: Rate
    /// The simulator's seed.
    var seed: UInt64
    /// Where the dashboard listens.
    var listen: NetworkAddress
    /// What runs the pipeline.
    var engine: EngineURL
}
