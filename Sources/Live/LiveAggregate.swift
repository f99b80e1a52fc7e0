public import Commerce

/// Everything on the dashboard that transactions add up to, as a value of bounded size: one for each lane, and one that was
/// restored from the last commit. Merged, they show the whole market.
///
/// The result does not depend on how transactions were divided among aggregates, or in which order these were merged;
/// except that beyond 4,096 keys of a dimension the order decides which keys are shown and which are counted as `(other)`.
public struct LiveAggregate: Sendable {
    /// The length of an interval of the series, in microseconds.
    public let intervalLength: Int64
    /// The customers.
    public internal(set) var customers = CustomerSketch()

    var totals = LiveTotals()
    var categories = LiveGroups()
    var cities = LiveGroups()
    var paymentMethods = LiveGroups()
    var series = RevenueSeries()
    var top = TopTransactions()
    var latest = LatestTransactions()
    private var partition: Int32?
    private var knownUsers = 0

    /// An aggregate of nothing.
    ///
    /// - Parameter intervalLength: the length of an interval of the series, in microseconds; that of a window.
    public init(intervalLength: Int64 = 60_000_000) {
        precondition(intervalLength > 0, "an interval must have a length")
        self.intervalLength = intervalLength
    }

    /// How many transactions there are.
    public var transactions: Int64 { totals.transactions }

    /// The most transactions in the list of the largest.
    public static let topLimit = TopTransactions.limit

    /// The least amount, in minor units, with which a transaction may still enter the list of the largest; nil while any may.
    public var leastTopAmount: Int64? { top.leastAmount == .min ? nil : top.leastAmount }

    /// Adds rows of a batch.
    ///
    /// All batches of one partition must have the same dictionaries of cities, categories and payment methods, which only
    /// grow; the rows of a batch must be added from the first on.
    ///
    /// - Parameters:
    ///   - rows: the rows that were not added before.
    ///   - arrival: when they were read.
    public mutating func add(_ batch: borrowing TransactionBatch, rows: Range<Int>, arrival: Timestamp) {
        guard !rows.isEmpty else { return }
        learnIDs(of: batch, from: rows.lowerBound)
        let amounts = batch.amounts
        let quantities = batch.quantities
        categories.add(batch.categoryIDs, amounts: amounts, quantities: quantities, rows: rows)
        cities.add(batch.cityIDs, amounts: amounts, quantities: quantities, rows: rows)
        paymentMethods.add(batch.paymentMethodIDs, amounts: amounts, quantities: quantities, rows: rows)
        addToSeries(batch.timestamps, amounts: amounts, quantities: quantities, rows: rows)
        addToTop(batch, rows: rows)
        addToLatest(batch, rows: rows, arrival: arrival.microseconds)
    }

    /// Adds what another aggregate has counted; its intervals must have the same length.
    public mutating func merge(_ other: LiveAggregate) {
        precondition(intervalLength == other.intervalLength, "series of different intervals can't be merged")
        customers.merge(other.customers)
        totals.merge(other.totals)
        categories.merge(other.categories)
        cities.merge(other.cities)
        paymentMethods.merge(other.paymentMethods)
        series.merge(other.series)
        top.merge(other.top)
        latest.merge(other.latest)
    }

    /// Sets everything in a snapshot that transactions add up to; its currency and pipeline stay what they are.
    public func fill(_ snapshot: inout MarketSnapshot) {
        snapshot.transactions = totals.transactions
        snapshot.revenue = totals.revenue
        snapshot.quantity = totals.quantity
        snapshot.customers = customers.count
        snapshot.customersError = customers.error
        snapshot.categories = categories.sorted(by: \.revenue)
        snapshot.cities = cities.sorted(by: \.revenue)
        snapshot.paymentMethods = paymentMethods.sorted(by: \.transactions)
        snapshot.series = series.intervals.map {
            MarketSnapshot.Interval(
                start: Timestamp(microseconds: $0.start), revenue: $0.revenue, transactions: $0.transactions)
        }
        snapshot.intervalLength = intervalLength
        snapshot.top = top.transactions
        snapshot.latest = latest.arrivals.map(\.transaction)
    }

    private mutating func learnIDs(of batch: borrowing TransactionBatch, from row: Int) {
        if partition != batch.partition {
            partition = batch.partition
            knownUsers = 0
            categories.forgetIDs()
            cities.forgetIDs()
            paymentMethods.forgetIDs()
        }
        categories.learn(batch.categories)
        cities.learn(batch.cities)
        paymentMethods.learn(batch.paymentMethods)
        if row == 0 || batch.users.count < knownUsers { knownUsers = 0 }
        customers.add(knownUsers..<batch.users.count, of: batch.users)
        knownUsers = batch.users.count
    }

    private mutating func addToSeries(
        _ timestamps: [Int64], amounts: [Int64], quantities: [Int32], rows: Range<Int>
    ) {
        let timestamps = timestamps.span
        let amounts = amounts.span
        let quantities = quantities.span
        var start = start(of: timestamps[rows.lowerBound])
        var sum = LiveTotals()
        for row in rows {
            let timestamp = timestamps[row]
            if timestamp < start || timestamp >= start + intervalLength {
                addToSeries(sum, start: start)
                sum = LiveTotals()
                start = self.start(of: timestamp)
            }
            sum.add(amount: amounts[row], quantity: quantities[row])
        }
        addToSeries(sum, start: start)
    }

    private mutating func addToSeries(_ sum: LiveTotals, start: Int64) {
        totals.merge(sum)
        series.add(sum, start: start)
    }

    private func start(of timestamp: Int64) -> Int64 {
        let remainder = timestamp % intervalLength
        return timestamp - (remainder < 0 ? remainder + intervalLength : remainder)
    }

    private mutating func addToTop(_ batch: borrowing TransactionBatch, rows: Range<Int>) {
        let amounts = batch.amounts
        let timestamps = batch.timestamps
        var least = top.leastAmount
        for row in rows
        where amounts[row] >= least && top.mayEnter(amount: amounts[row], timestamp: timestamps[row]) {
            top.add(batch.transaction(at: row))
            least = top.leastAmount
        }
    }

    private mutating func addToLatest(_ batch: borrowing TransactionBatch, rows: Range<Int>, arrival: Int64) {
        for row in rows.suffix(LatestTransactions.limit) {
            latest.add(
                LatestTransactions.Arrival(
                    time: arrival, partition: batch.partition, offset: batch.offsets[row],
                    transaction: batch.transaction(at: row)))
        }
    }
}
