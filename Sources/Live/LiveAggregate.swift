public import Commerce

/// Everything on the dashboard that transactions add up to, as a value of bounded size: one for each lane, and one that was
/// restored from the last commit. Merged, they show the whole market.
///
/// The result does not depend on how transactions were divided among aggregates, or in which order these were merged;
/// except that beyond 4,096 keys of a dimension the order decides which keys are shown and which are counted as `(other)`.
public struct LiveAggregate: Sendable {
    /// The length of an interval of the series, in microseconds.
    public let intervalLength: Int64
    /// Transactions with a greater amount, in minor units, are counted as large.
    public let largeAmount: Int64
    /// How many large transactions there are.
    public internal(set) var largeTransactions: Int64 = 0
    /// The customers.
    public internal(set) var customers = CustomerSketch()

    var totals = LiveTotals()
    var categories = LiveGroups()
    var cities = LiveGroups()
    var paymentMethods = LiveGroups()
    var cityCategories = CityCategories()
    var series = RevenueSeries(limit: 120)
    var quarters = RevenueSeries(limit: 200)
    var top = TopTransactions()
    var latest = LatestTransactions()
    /// Both series are fed with pieces of this length, in microseconds, each of which lies in one interval of either.
    private let pieceLength: Int64
    private var partition: Int32?
    private var knownUsers = 0

    /// An aggregate of nothing.
    ///
    /// - Parameters:
    ///   - intervalLength: the length of an interval of the series, in microseconds; that of a window.
    ///   - largeAmount: transactions with a greater amount, in minor units, are counted as large.
    public init(intervalLength: Int64 = 60_000_000, largeAmount: Int64 = 100_000) {
        precondition(intervalLength > 0, "an interval must have a length")
        self.intervalLength = intervalLength
        self.largeAmount = largeAmount
        pieceLength = Self.pieceLength(intervalLength)
    }

    /// An aggregate of nothing that counts as this one does.
    public var emptied: LiveAggregate { LiveAggregate(intervalLength: intervalLength, largeAmount: largeAmount) }

    /// How many transactions there are.
    public var transactions: Int64 { totals.transactions }

    /// A quarter of an hour in microseconds.
    static let quarterLength: Int64 = 900_000_000

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
        cityCategories.add(
            batch, rows: rows, cityNumbers: cities.numbersByID, categoryNumbers: categories.numbersByID)
        addToSeries(batch.timestamps, amounts: amounts, quantities: quantities, rows: rows)
        addLarge(amounts, rows: rows)
        addToTop(batch, rows: rows)
        addToLatest(batch, rows: rows, arrival: arrival.microseconds)
    }

    /// Adds what another aggregate has counted, which must count as this one does.
    public mutating func merge(_ other: LiveAggregate) {
        precondition(intervalLength == other.intervalLength, "series of different intervals can't be merged")
        precondition(largeAmount == other.largeAmount, "counts above different amounts can't be merged")
        largeTransactions += other.largeTransactions
        customers.merge(other.customers)
        totals.merge(other.totals)
        categories.merge(other.categories)
        cities.merge(other.cities)
        paymentMethods.merge(other.paymentMethods)
        let cityNumbers = other.cities.keys.map { cities.number(of: $0) }
        let categoryNumbers = other.categories.keys.map { categories.number(of: $0) }
        cityCategories.makeRoom(cities: cities.keys.count, categories: categories.keys.count)
        cityCategories.merge(other.cityCategories, cityNumbers: cityNumbers, categoryNumbers: categoryNumbers)
        series.merge(other.series)
        quarters.merge(other.quarters)
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
        snapshot.cities = cities.sorted(by: \.revenue) {
            cityCategories.topCategory(ofCity: $0, among: categories.keys)
        }
        snapshot.paymentMethods = paymentMethods.sorted(by: \.transactions)
        snapshot.series = series.intervals.map(MarketSnapshot.Interval.init)
        snapshot.quarters = quarters.intervals.map(MarketSnapshot.Interval.init)
        snapshot.largeAmount = largeAmount
        snapshot.largeTransactions = largeTransactions
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
        cityCategories.makeRoom(cities: cities.keys.count, categories: categories.keys.count)
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
            if timestamp < start || timestamp >= start + pieceLength {
                addToSeries(sum, start: start)
                sum = LiveTotals()
                start = self.start(of: timestamp)
            }
            sum.add(amount: amounts[row], quantity: quantities[row])
        }
        addToSeries(sum, start: start)
    }

    /// Adds the sum of a piece of time that lies in one interval of each series.
    private mutating func addToSeries(_ sum: LiveTotals, start: Int64) {
        totals.merge(sum)
        series.add(sum, start: Self.start(of: start, length: intervalLength))
        quarters.add(sum, start: Self.start(of: start, length: Self.quarterLength))
    }

    /// The longest time that divides an interval and a quarter of an hour.
    private static func pieceLength(_ intervalLength: Int64) -> Int64 {
        var (length, rest) = (intervalLength, Self.quarterLength % intervalLength)
        while rest > 0 { (length, rest) = (rest, length % rest) }
        return length
    }

    private func start(of timestamp: Int64) -> Int64 { Self.start(of: timestamp, length: pieceLength) }

    private static func start(of timestamp: Int64, length: Int64) -> Int64 {
        let remainder = timestamp % length
        return timestamp - (remainder < 0 ? remainder + length : remainder)
    }

    private mutating func addLarge(_ amounts: [Int64], rows: Range<Int>) {
        let amounts = amounts.span
        for row in rows where amounts[row] > largeAmount { largeTransactions += 1 }
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

extension MarketSnapshot.Interval {
    fileprivate init(_ interval: RevenueSeries.Interval) {
        self.init(
            start: Timestamp(microseconds: interval.start), revenue: interval.revenue,
            transactions: interval.transactions)
    }
}
