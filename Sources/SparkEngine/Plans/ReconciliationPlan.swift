public import Commerce
public import Windowing

/// The batch query that compares the table `windows` with its transactions and yields what must be appended to make them
/// agree.
///
/// Spark drops transactions that its watermark has passed. This recomputes closed windows from all of their transactions, so that
/// the last revisions equal those of the native engine. A window or key that has no transactions any more is withdrawn: it gets
/// a revision in which everything is 0.
public struct ReconciliationPlan: Sendable, Hashable {
    /// How event time is cut into windows.
    public var settings: WindowSettings
    /// The currency of the amounts.
    public var currency: Currency
    /// The window starts to look at, in microseconds since the epoch; nil for all. The bounds must be starts of windows.
    public var windowStarts: Range<Int64>?
    /// Only windows that end at or before this moment, in microseconds since the epoch, are looked at; nil for all.
    public var closedThrough: Int64?

    /// A plan to reconcile windows.
    public init(
        settings: WindowSettings, currency: Currency = .moroccanDirham, windowStarts: Range<Int64>? = nil,
        closedThrough: Int64? = nil
    ) {
        self.settings = settings
        self.currency = currency
        self.windowStarts = windowStarts
        self.closedThrough = closedThrough
    }

    /// The rows to append to `windows`, columns in its order; none when it agrees with its transactions.
    ///
    /// - Parameters:
    ///   - transactions: the name of a view of the table `transactions`.
    ///   - windows: the name of a view of the table `windows`.
    public func revisions(transactions: String, windows: String) -> String {
        let results = WindowColumns.results
        let isEqual = results.map { "coalesce(recomputed.\($0), 0) <=> written.last.\($0)" }
        return """
            SELECT timestamp_micros(start) AS window_start, timestamp_micros(start + \(settings.size)L) AS window_end,
                dimension, key, \(expected), coalesce(written.revision + 1, 0) AS revision
            FROM (\(recomputed(transactions))) AS recomputed FULL OUTER JOIN (\(written(windows))) AS written
            USING (start, dimension, key)
            WHERE NOT (\(isEqual.joined(separator: " AND ")))
            """
    }

    /// How many rows would have to be appended: one column `differences`, 0 for tables that agree.
    ///
    /// - Parameters:
    ///   - transactions: the name of a view of the table `transactions`.
    ///   - windows: the name of a view of the table `windows`.
    public func differences(transactions: String, windows: String) -> String {
        "SELECT count(*) AS differences FROM (\(revisions(transactions: transactions, windows: windows)))"
    }

    /// The results as they should be.
    private var expected: String {
        let revenue = WindowColumns.revenueType(of: currency)
        let types = [revenue, revenue, "BIGINT", "BIGINT", WindowColumns.amountType(of: currency)]
        return zip(WindowColumns.results, types).map {
            "CAST(coalesce(recomputed.\($0), 0) AS \($1)) AS \($0)"
        }.joined(separator: ", ")
    }

    private func recomputed(_ transactions: String) -> String {
        let sales = "(SELECT * FROM \(transactions) WHERE \(bounds(of: "timestamp")))"
        return """
            SELECT start, dimension, key, \(WindowColumns.resultColumns(in: currency))
            FROM (\(WindowColumns.sums(of: sales, size: settings.size, in: currency)))
            """
    }

    private func written(_ windows: String) -> String {
        let results = WindowColumns.results.joined(separator: ", ")
        return """
            SELECT unix_micros(window_start) AS start, dimension, key, max_by(struct(\(results)), revision) AS last,
                max(revision) AS revision
            FROM \(windows) WHERE \(bounds(of: "window_start")) GROUP BY 1, 2, 3
            """
    }

    /// The condition that a moment lies in a window, or is the start of one, that is to be looked at.
    private func bounds(of moment: String) -> String {
        var conditions: [String] = []
        if let windowStarts {
            conditions.append("\(moment) >= timestamp_micros(\(windowStarts.lowerBound)L)")
            conditions.append("\(moment) < timestamp_micros(\(windowStarts.upperBound)L)")
        }
        if let closedThrough {
            // The start of the first window that is not closed; everything in closed windows lies before it.
            conditions.append("\(moment) < timestamp_micros(\(settings.start(of: closedThrough))L)")
        }
        return conditions.isEmpty ? "true" : conditions.joined(separator: " AND ")
    }
}
