internal import Commerce
internal import Live
internal import SparkConnect
internal import Windowing

/// What Spark summed up of a range of `transactions`.
struct LiveFigures {
    /// For the dashboard.
    private(set) var increment = LiveIncrement()
    /// How many transactions there are.
    private(set) var accepted: Int64 = 0
    /// The largest event times, in microseconds since the epoch, by partition.
    private(set) var largestEventTimes: [Int32: Int64] = [:]

    /// Reads the rows of the queries of `LivePlan`.
    ///
    /// - Throws: `SparkJobError` with code `.unexpectedAnswer`.
    init(
        groups: [[SparkValue]], partitions: [[SparkValue]], top: [[SparkValue]], latest: [[SparkValue]]
    ) throws {
        increment.groups = try groups.map(Self.group)
        for row in partitions.map({ RowReader($0, "the partitions") }) {
            accepted += try row.integer(1)
            largestEventTimes[Int32(clamping: try row.integer(0))] = try row.integer(3)
        }
        increment.top = try top.map { try Self.row($0).transaction }
        increment.latest = try latest.map(Self.row)
    }

    /// Reads the hashes of few customers.
    ///
    /// - Throws: `SparkJobError` with code `.unexpectedAnswer`.
    mutating func add(customerHashes rows: [[SparkValue]]) throws {
        increment.customerHashes = try rows.map {
            UInt64(bitPattern: try RowReader($0, "the customers").integer(0))
        }
    }

    /// Reads the registers of many customers.
    ///
    /// - Throws: `SparkJobError` with code `.unexpectedAnswer`.
    mutating func add(customerRegisters rows: [[SparkValue]]) throws {
        increment.customerRegisters = try rows.map { row in
            let row = RowReader(row, "the customers")
            return LiveIncrement.Register(index: Int(try row.integer(0)), rank: UInt8(clamping: try row.integer(1)))
        }
    }

    private static func group(_ values: [SparkValue]) throws -> LiveIncrement.Group {
        let row = RowReader(values, "the sums")
        let name = try row.text(1)
        let dimension: LiveIncrement.Dimension
        switch Windowing.Dimension(name: name) {
        case .all?: dimension = .all
        case .category?: dimension = .category
        case .city?: dimension = .city
        case .paymentMethod?: dimension = .paymentMethod
        case nil: throw SparkJobError(.unexpectedAnswer, "Spark summed up by `\(name)`, which nobody asked for.")
        }
        return LiveIncrement.Group(
            start: try row.integer(0), dimension: dimension, key: try row.text(2), revenue: try row.integer(3),
            transactions: try row.integer(4), quantity: try row.integer(5))
    }

    private static func row(_ values: [SparkValue]) throws -> LiveIncrement.Row {
        let row = RowReader(values, "transactions")
        return LiveIncrement.Row(
            partition: Int32(clamping: try row.integer(8)), offset: try row.integer(9),
            transaction: Transaction(
                transactionID: try row.text(0), userID: try row.text(1), city: try row.text(2),
                category: try row.text(3), amount: try row.integer(4), quantity: Int32(clamping: try row.integer(5)),
                paymentMethod: try row.text(6), timestamp: Timestamp(microseconds: try row.integer(7))))
    }
}
