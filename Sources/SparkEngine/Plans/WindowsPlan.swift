public import Commerce
public import Windowing

/// The streaming query that turns transactions into the rows of the lake's table `windows`, once Spark's watermark has passed
/// a window's end.
///
/// The view that it reads has the columns of `transactions` and, on `timestamp`, a watermark of `settings.delay`; the query is
/// to be started in append mode. Windows are aligned as Souk's own are.
public struct WindowsPlan: Sendable, Hashable {
    /// How event time is cut into windows.
    public var settings: WindowSettings
    /// The currency of the amounts.
    public var currency: Currency
    /// The first window start that there are rows for, in microseconds since the epoch; nil for no bound. It is for lakes whose
    /// earlier windows another engine has written, and must be a window's start.
    public var firstWindowStart: Int64?

    /// A plan for windows.
    public init(
        settings: WindowSettings, currency: Currency = .moroccanDirham, firstWindowStart: Int64? = nil
    ) {
        self.settings = settings
        self.currency = currency
        self.firstWindowStart = firstWindowStart
    }

    /// The watermark's delay in the words of Spark's `withWatermark`.
    public var watermarkDelay: String { "\(settings.delay) microseconds" }

    /// The rows of `windows`, columns in the table's order, all of revision 0.
    ///
    /// - Parameter source: the name of the view of transactions with the watermark.
    public func windows(from source: String) -> String {
        let bound = firstWindowStart.map { " WHERE timestamp >= timestamp_micros(\($0)L)" } ?? ""
        return """
            SELECT span.start AS window_start, span.end AS window_end, dimension, key,
                \(WindowColumns.resultColumns(in: currency)), 0 AS revision
            FROM (
                SELECT window(timestamp, '\(settings.size) microseconds') AS span, grouping.dimension AS dimension,
                    grouping.key AS key, sum(cents) AS revenue, count(*) AS transactions, sum(articles) AS articles,
                    max(cents) AS largest
                FROM (
                    SELECT timestamp, \(WindowColumns.minorUnits("amount", of: currency)) AS cents, CAST(quantity AS BIGINT) AS articles,
                        explode(\(WindowColumns.groups)) AS grouping
                    FROM \(source)\(bound))
                GROUP BY window(timestamp, '\(settings.size) microseconds'), grouping.dimension, grouping.key)
            """
    }
}
