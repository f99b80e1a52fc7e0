internal import Commerce
internal import Live
internal import SparkConnect
internal import Windowing

/// What Spark summed up of a range of `transactions`.
struct LiveFigures {
    /// What a block of a partition's offsets holds. Times are in microseconds since the epoch.
    struct Block: Equatable {
        var partition: Int32
        /// The offset of its first transaction.
        var first: Int64
        /// The earliest event time.
        var earliest: Int64
        /// The latest event time.
        var latest: Int64
        /// The largest amount in minor units.
        var largest: Int64
    }

    /// For the dashboard.
    private(set) var increment = LiveIncrement()
    /// How many transactions there are.
    private(set) var accepted: Int64 = 0
    /// The blocks of all partitions, in the order of their offsets.
    private(set) var blocks: [Block] = []

    /// Reads the rows of `LivePlan.figures`.
    ///
    /// - Throws: `SparkJobError` with code `.unexpectedAnswer`; `.inconsistent` for times that Souk's rules would not have let pass.
    init(_ rows: [[SparkValue]]) throws {
        for row in rows.map({ LiveRow($0) }) {
            switch try row.kind() {
            case .interval: increment.intervals[try row.number(.place)] = try row.sums()
            case .quarter: increment.quarters[try row.number(.place)] = try row.sums()
            case .category: increment.categories.append(try row.group())
            case .city: increment.cities.append(try row.group())
            case .cityCategory: increment.cityCategories.append(try row.cityCategory())
            case .payment: increment.paymentMethods.append(try row.group())
            case .block:
                accepted += try row.number(.transactions)
                increment.largeTransactions += try row.number(.large)
                let block = try row.block()
                blocks.append(block)
                for time in [block.earliest, block.latest] {
                    try SparkJobError.checkEventTime(
                        time, of: "a transaction of partition \(block.partition) from offset \(block.first) on")
                }
            case .register: increment.customerRegisters.append(try row.register())
            case .sale: increment.latest.append(try row.sale())
            }
        }
        blocks.sort { ($0.partition, $0.first) < ($1.partition, $1.first) }
    }

    /// The largest event times, by partition.
    var largestEventTimes: [Int32: Int64] {
        Dictionary(blocks.map { ($0.partition, $0.latest) }, uniquingKeysWith: max)
    }

    /// An amount that at least so many transactions reach; nil if there are too few blocks to know one.
    func amount(reachedBy count: Int) -> Int64? {
        let largest = blocks.map(\.largest).sorted(by: >)
        return largest.count >= count ? largest[count - 1] : nil
    }

    /// Reads the rows of `LivePlan.top`.
    ///
    /// - Throws: `SparkJobError` with code `.unexpectedAnswer`.
    mutating func addTop(_ rows: [[SparkValue]]) throws {
        increment.top = try rows.map { try LiveRow($0).sale().transaction }
    }

    /// Reads the hashes of few customers, which count exactly where registers are an estimate.
    ///
    /// - Throws: `SparkJobError` with code `.unexpectedAnswer`.
    mutating func replaceRegisters(byHashes rows: [[SparkValue]]) throws {
        increment.customerHashes = try rows.map {
            UInt64(bitPattern: try RowReader($0, "the customers").integer(0))
        }
        increment.customerRegisters = []
    }
}
