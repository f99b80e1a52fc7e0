public import Commerce
public import Live
public import Windowing

/// How a pipeline runs. All durations are in microseconds unless their type says otherwise.
public struct PipelineSettings: Sendable {
    /// The pipeline's name, a part of its transaction identifiers in the lake.
    public var name = "souk"
    /// How many threads decode; 1…
    public var workers = 1
    /// How long rows may wait for their commit.
    public var commitInterval: Int64 = 5_000_000
    /// How many messages may wait for their commit; 1…
    public var commitRows = 1_000_000
    /// How long stale windows may wait until they are recomputed from the lake.
    public var reconcileInterval: Int64 = 60_000_000
    /// Whether to stop at the log's present end, and then to close all windows.
    public var untilEnd = false
    /// Whether a lake that was fed by another log may be continued from this one.
    public var allowNewLog = false
    /// Whether to go on behind what retention has removed from the log before it was read, and to count it as lost.
    /// Otherwise that is an error.
    public var allowsLoss = false
    /// Where a new lake begins.
    public var start = StartPosition.earliest
    /// How long to wait before the next attempt to reach a log or a lake that failed.
    public var retry = RetryPolicy()
    /// The windows.
    public var windows: WindowSettings
    /// Which JSON field holds what.
    public var fields = FieldMapping()
    /// The zone of timestamps that name none.
    public var timeZone = TimeZoneRules.utc
    /// How far ahead of the clock an event time may be.
    public var maximumFutureSkew: Int64 = 300_000_000
    /// What integer timestamps count.
    public var epoch = EpochUnit.auto
    /// The currency of all amounts.
    public var currency = Currency.moroccanDirham
    /// Sales with a greater amount, in minor units, are counted as large.
    public var largeAmount: Int64 = 100_000
    /// What tells this run's files from those of every other run: letters and digits, drawn at random by the composer.
    public var runIdentity: String

    /// The defaults of the design.
    public init(windows: WindowSettings, runIdentity: String) {
        self.windows = windows
        self.runIdentity = runIdentity
    }

    /// The dashboard's figures of nothing.
    public var emptyLive: LiveAggregate {
        LiveAggregate(intervalLength: windows.size, largeAmount: largeAmount)
    }

    /// Decodes messages as these settings say; whoever reads a log once more must decode it by the same.
    public var decoder: TransactionDecoder {
        TransactionDecoder(
            fields: fields, timeZone: timeZone, maximumFutureSkew: maximumFutureSkew, epoch: epoch, currency: currency)
    }
}
