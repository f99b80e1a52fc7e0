/// What `souk run` is to follow, and into which lake.
struct RunOptions: Sendable, Hashable {
    /// The log to read.
    var source: LogURL
    /// The lake to write.
    var lake: LakeURL
    /// Whether to stop at the log's present end, with all windows closed.
    var stopsAtEnd: Bool
    /// Where the dashboard listens; nil for no dashboard.
    var listen: NetworkAddress?
    /// What runs the pipeline.
    var engine: EngineURL
    /// Time between commits.
    var commitInterval: Duration
    /// Rows that are committed at the latest.
    var commitRows: Int64
    /// Whether a lake that remembers another log may be given this one.
    var allowsNewLog: Bool
    /// Whether messages that retention removed before they were read are counted instead of being an error.
    var allowsLoss: Bool
    /// Whether the pipeline prints what it takes in.
    var showsRows: Bool
    /// Whether to print what Spark is given, and to do nothing.
    var explains: Bool
    /// Whether to print the account for a program to read.
    var printsJSON: Bool
    /// Whether it goes on in the background.
    var background: BackgroundOptions
}
