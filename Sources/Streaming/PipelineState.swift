internal import Commerce
internal import Live
internal import Windowing

/// What a pipeline knows between two commits, and takes up again after a restart.
struct PipelineState {
    /// The number of the last commit; 0 before the first.
    var sequence: Int64 = 0
    /// Where each partition goes on.
    var partitions: [Int32: PartitionStart] = [:]
    /// Which of the logs that have had the log's name in turn; see `LogIdentity`.
    var logIncarnation: String?
    /// Where every message went since the lake began.
    var accounting = Accounting()
    /// Open and revisable windows.
    var windows: WindowState
    /// The dashboard's figures of all committed messages.
    var live: LiveAggregate
    /// The pipeline's watermark, in microseconds since the epoch; nil before the first transaction.
    var watermark: Int64?
    /// Windows that have to be recomputed from the lake.
    var stale: StaleWindows

    /// The state of a lake without a commit.
    ///
    /// - Parameter live: the dashboard's figures of nothing.
    init(settings: WindowSettings, live: LiveAggregate) {
        windows = WindowState(settings: settings)
        stale = StaleWindows(size: settings.size)
        self.live = live.emptied
    }
}
