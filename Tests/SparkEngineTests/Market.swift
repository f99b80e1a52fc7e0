import Commerce
import MessageTesting
import Windowing

/// Seeded sales of three partitions: out of order, some late, some too late.
struct Market {
    /// Windows of a minute, a delay of 30 seconds, a lateness of two minutes.
    let settings: WindowSettings
    /// The sales of each partition, by their offsets.
    private(set) var sales: [[Transaction]] = [[], [], []]

    private static let first: Int64 = 1_767_225_600_000_000
    private static let cities = ["Casablanca", "F\u{E8}s", "Fe\u{300}s", "Rabat", "all"]
    private static let categories = ["Books", "Food", "Toys"]

    init(seed: UInt64, count: Int, lateness: Int64 = 120_000_000) throws {
        settings = try WindowSettings(delay: 30_000_000, lateness: lateness)
        var random = SplitMix64(seed: seed)
        for index in 0..<count {
            let delay = random.oneIn(20) ? random.below(400_000_000) : random.below(20_000_000)
            let time = Self.first + Int64(index) * 300_000 - Int64(delay)
            let sale = Transaction(
                transactionID: "t\(random.below(1_000_000))", userID: "user_\(random.below(count))",
                city: random.pick(Self.cities), category: random.pick(Self.categories),
                amount: Int64(1 + random.below(random.oneIn(50) ? 999_999_999_999 : 9_999)),
                quantity: Int32(1 + random.below(9)), paymentMethod: random.pick(["Card", "Cash"]),
                timestamp: Timestamp(microseconds: time))
            sales[random.below(3)].append(sale)
        }
    }

    /// The largest event time of all.
    var largestEventTime: Int64 { sales.joined().map(\.timestamp.microseconds).max() ?? 0 }

    /// All sales as rows of `transactions`.
    var rows: [[SparkOracle.Value]] {
        sales.enumerated().flatMap { partition, sales in
            sales.enumerated().map { offset, sale in
                [
                    .text(sale.transactionID), .text(sale.userID), .text(sale.city), .text(sale.category),
                    .text(Self.decimal(sale.amount)), .integer(Int64(sale.quantity)), .text(sale.paymentMethod),
                    .integer(sale.timestamp.microseconds), .integer(Int64(partition)), .integer(Int64(offset)),
                ]
            }
        }
    }

    /// The sales of one partition in a batch.
    func batch(_ partition: Int) -> TransactionBatch {
        var batch = TransactionBatch(partition: Int32(partition))
        for (offset, sale) in sales[partition].enumerated() { batch.append(sale, offset: Int64(offset)) }
        return batch
    }

    /// The windows as Souk's own engine computes them, none closed yet.
    func windows() throws -> WindowState {
        var state = WindowState(settings: settings)
        var stale = StaleWindows(size: settings.size, starts: [])
        for partition in sales.indices {
            let batch = batch(partition)
            var partial = PartialWindows(settings: settings)
            var watermark = PartitionWatermark()
            partial.add(batch, rows: 0..<batch.count, watermark: &watermark, forgottenEnd: .min)
            try state.merge(partial.take(from: batch), stale: &stale)
        }
        return state
    }

    /// A row of `windows` as the table has it, joined into one text.
    static func text(_ row: WindowRow) -> String {
        values(row).map { value in
            switch value {
            case .text(let text): text
            case .integer(let integer): String(integer)
            default: "NULL"
            }
        }.joined(separator: "|")
    }

    /// A row of `windows` for Spark.
    static func values(_ row: WindowRow) -> [SparkOracle.Value] {
        [
            .integer(row.windowStart), .integer(row.windowEnd), .text(row.dimension.name), .text(row.key),
            .text(decimal(row.totalRevenue)), .text(decimal(row.average)), .integer(row.numTransactions),
            .integer(row.quantity), .text(decimal(row.maximumAmount)), .integer(Int64(row.revision)),
        ]
    }

    static func decimal(_ minorUnits: Int64) -> String {
        let cents = String(minorUnits % 100)
        return "\(minorUnits / 100).\(cents.utf8.count == 1 ? "0" : "")\(cents)"
    }
}
