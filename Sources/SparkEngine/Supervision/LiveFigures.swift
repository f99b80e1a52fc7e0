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

    /// Reads the rows of `LivePlan.figures`.
    ///
    /// - Throws: `SparkJobError` with code `.unexpectedAnswer`.
    init(_ rows: [[SparkValue]]) throws {
        for row in rows.map({ RowReader($0, "the dashboard's figures") }) {
            let kind = try row.text(0)
            switch LivePlan.Kind(rawValue: kind) {
            case .group?: increment.groups.append(try Self.group(row))
            case .partition?: try addPartition(row)
            case .top?: increment.top.append(try Self.sale(row).transaction)
            case .latest?: increment.latest.append(try Self.sale(row))
            case .register?: increment.customerRegisters.append(try Self.register(row))
            case nil: throw SparkJobError(.unexpectedAnswer, "Spark told of `\(kind)`, which nobody asked for.")
            }
        }
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

    private mutating func addPartition(_ row: RowReader) throws {
        accepted += try row.integer(Self.number(1))
        largestEventTimes[Int32(clamping: try row.integer(Self.number(0)))] = try row.integer(Self.number(3))
    }

    /// The column of a text, from 0.
    private static func text(_ index: Int) -> Int { 1 + index }

    /// The column of a number, from 0.
    private static func number(_ index: Int) -> Int { 1 + LivePlan.width + index }

    private static func register(_ row: RowReader) throws -> LiveIncrement.Register {
        LiveIncrement.Register(
            index: Int(try row.integer(number(0))), rank: UInt8(clamping: try row.integer(number(1))))
    }

    private static func group(_ row: RowReader) throws -> LiveIncrement.Group {
        let name = try row.text(text(0))
        let dimension: LiveIncrement.Dimension
        switch Windowing.Dimension(name: name) {
        case .all?: dimension = .all
        case .category?: dimension = .category
        case .city?: dimension = .city
        case .paymentMethod?: dimension = .paymentMethod
        case nil: throw SparkJobError(.unexpectedAnswer, "Spark summed up by `\(name)`, which nobody asked for.")
        }
        return LiveIncrement.Group(
            start: try row.integer(number(0)), dimension: dimension, key: try row.text(text(1)),
            revenue: try row.integer(number(1)), transactions: try row.integer(number(2)),
            quantity: try row.integer(number(3)))
    }

    private static func sale(_ row: RowReader) throws -> LiveIncrement.Row {
        LiveIncrement.Row(
            partition: Int32(clamping: try row.integer(number(3))), offset: try row.integer(number(4)),
            transaction: Transaction(
                transactionID: try row.text(text(0)), userID: try row.text(text(1)), city: try row.text(text(2)),
                category: try row.text(text(3)), amount: try row.integer(number(0)),
                quantity: Int32(clamping: try row.integer(number(1))), paymentMethod: try row.text(text(4)),
                timestamp: Timestamp(microseconds: try row.integer(number(2)))))
    }
}
