internal import Commerce
internal import Live
internal import Streaming
internal import Windowing

/// The SQL of a job: its plans, over the tables of its lake.
public struct JobSQL: Sendable {
    /// What the views over the messages of a settlement are called, but for a number.
    static let settledMessages = "souk_settled_messages"
    static let transactions = "transactions"
    static let windows = "windows"
    static let rejected = "rejected"

    let settings: SparkJobSettings
    private let decoding: DecodingPlan

    /// The SQL of a job with such settings.
    public init(_ settings: SparkJobSettings) {
        self.settings = settings
        decoding = DecodingPlan(
            fields: settings.pipeline.fields, timeZone: settings.timeZone,
            maximumFutureSkew: settings.pipeline.maximumFutureSkew, epoch: settings.pipeline.epoch,
            currency: settings.pipeline.currency)
    }

    /// What a session has to be told: times in UTC, arithmetic that fails instead of wrapping, timestamps that every reader of
    /// Parquet understands.
    static let sessionSettings: [(key: String, value: String)] = [
        ("spark.sql.session.timeZone", "UTC"), ("spark.sql.ansi.enabled", "true"),
        ("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS"),
        ("spark.sql.streaming.stopActiveRunOnRestart", "true"),
    ]

    /// The rows of `transactions`, from a view of messages.
    public func transactions(from messages: String) -> String { decoding.transactions(from: messages) }

    /// The rows of `windows`, from a view of transactions with its watermark.
    ///
    /// - Parameter boundary: the first start of a window that is wanted, in microseconds since the epoch; nil for all.
    public func windows(from transactions: String, startingAt boundary: Int64?) -> String {
        WindowsPlan(
            settings: settings.pipeline.windows, currency: settings.pipeline.currency, firstWindowStart: boundary
        ).windows(from: transactions)
    }

    /// The rows of `rejected` in ranges of offsets, from a view of messages.
    public func rejected(in ranges: [Int32: Range<Int64>], from messages: String = "souk_settled_messages") -> String {
        SettlementPlan(decoding: decoding, ranges: Self.ranges(ranges)).rejected(
            messages: messages, transactions: table(Self.transactions))
    }

    /// How many rows of `rejected` there are in ranges of offsets: `reason`, count.
    func rejectedCounts(in ranges: [Int32: Range<Int64>]) -> String {
        let condition = Self.ranges(ranges).condition(partition: "_partition", offset: "_offset")
        return "SELECT reason, count(*) FROM \(table(Self.rejected)) WHERE \(condition) GROUP BY reason"
    }

    /// What has to be appended to `windows` for windows that begin in a range to be right.
    public func corrections(of range: Range<Int64>) -> String {
        ReconciliationPlan(
            settings: settings.pipeline.windows, currency: settings.pipeline.currency, windowStarts: range
        ).revisions(transactions: table(Self.transactions), windows: table(Self.windows))
    }

    /// A statement of the job.
    public struct Statement: Sendable, Hashable {
        /// The table that its rows go to.
        public var table: String
        /// What it reads, and how it is run.
        public var words: String
        /// The statement.
        public var sql: String
    }

    /// What Spark is given, for people to read and for other programs to run.
    public var statements: [Statement] {
        [
            Statement(
                table: Self.transactions, words: "streaming; \(SparkQueries.messages) is the topic",
                sql: transactions(from: SparkQueries.messages)),
            Statement(
                table: Self.windows,
                words: "streaming, append mode; \(SparkQueries.stream) is transactions with a watermark on timestamp",
                sql: windows(from: SparkQueries.stream, startingAt: nil)),
            Statement(
                table: Self.rejected, words: "from time to time, for the offsets since the last; here 0 to 1000",
                sql: rejected(in: [0: 0..<1_000])),
        ]
    }

    /// How many windows were closed, and how many rows were written again.
    var windowCounts: String {
        "SELECT count(DISTINCT window_start), count_if(revision > 0) FROM \(table(Self.windows))"
    }

    /// The queries for the dashboard's figures of ranges of offsets.
    func live(_ ranges: [Int32: Range<Int64>]) -> LivePlan {
        LivePlan(
            settings: settings.pipeline.windows, currency: settings.pipeline.currency, ranges: Self.ranges(ranges),
            largeAmount: settings.pipeline.largeAmount)
    }

    /// A table of the lake, by its path.
    func table(_ name: String) -> String { "delta.`\(settings.lakePath)/\(name)`" }

    /// Ranges as the plans take them.
    static func ranges(_ ranges: [Int32: Range<Int64>]) -> [OffsetRange] {
        ranges.sorted { $0.key < $1.key }.map {
            OffsetRange(partition: $0.key, from: $0.value.lowerBound, to: $0.value.upperBound)
        }
    }

    /// Offsets as a progress keeps them.
    static func texts(_ offsets: [Int32: Int64]) -> [String: Int64] {
        Dictionary(uniqueKeysWithValues: offsets.map { (String($0.key), $0.value) })
    }

    /// Offsets from a progress.
    static func offsets(_ texts: [String: Int64]) -> [Int32: Int64] {
        texts.reduce(into: [:]) { offsets, entry in
            if let partition = Int32(entry.key) { offsets[partition] = entry.value }
        }
    }
}
