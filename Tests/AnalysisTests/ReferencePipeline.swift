import Analysis
import Commerce

/// What a right pipeline makes of a log, by plain loops: all rows of `windows`.
struct ReferencePipeline {
    var sales: [Sale] = []
    var rejected: [RejectedRow] = []
    var windowSize: Int64 = 60_000_000
    /// Windows that end after this moment have not been written.
    var closedThrough: Int64?

    private(set) var windows: [WindowRow] = []

    /// A log of three partitions with disorder, late transactions and rejected messages.
    init(seed: UInt64, messages: Int = 900) {
        var random = SeededGenerator(seed: seed)
        var next: [Int64] = [0, 10, 0]
        for index in 0..<messages {
            let partition = Int.random(in: 0..<3, using: &random)
            let offset = next[partition]
            next[partition] += 1
            if Int.random(in: 0..<20, using: &random) == 0 {
                rejected.append(RejectedRow(partition: Int32(partition), offset: offset))
                continue
            }
            var time = 1_710_000_000_000_000 + Int64(index) * 700_000
            if Int.random(in: 0..<4, using: &random) == 0 {
                time -= Int64.random(in: 0..<200_000_000, using: &random)
            }
            sales.append(
                Sale(
                    "t\(index)", city: ["Fès", "Rabat", "a'b"][Int.random(in: 0..<3, using: &random)],
                    category: ["Books", "Shoes"][Int.random(in: 0..<2, using: &random)],
                    amount: Int64.random(in: 1...50_000, using: &random),
                    quantity: Int32.random(in: 1...5, using: &random),
                    payment: ["card", "cash"][Int.random(in: 0..<2, using: &random)], time: time,
                    partition: Int32(partition), offset: offset))
        }
        compute(&random)
    }

    private mutating func compute(_ random: inout SeededGenerator) {
        var groups: [String: (row: WindowRow, amounts: [(amount: Int64, quantity: Int64)])] = [:]
        for partition in Int32(0)..<3 {
            for sale in sales.filter({ $0.partition == partition }).sorted(by: { $0.offset < $1.offset }) {
                let row = sale.transaction
                let start = row.timestamp.microseconds / windowSize * windowSize
                let keys = [
                    ("category", row.category), ("city", row.city), ("payment_method", row.paymentMethod),
                    ("all", "all"),
                ]
                for (dimension, key) in keys {
                    let window = WindowRow(
                        start: start, end: start + windowSize, dimension: dimension, key: key, revenue: 0, average: 0,
                        transactions: 0, quantity: 0, largest: 0)
                    groups["\(start) \(dimension) \(key)", default: (window, [])].amounts
                        .append((row.amount, Int64(row.quantity)))
                }
            }
        }
        for (_, group) in groups.sorted(by: { $0.key < $1.key }) {
            var counts = [group.amounts.count]
            if group.amounts.count > 1, Int.random(in: 0..<3, using: &random) == 0 {
                counts.insert(Int.random(in: 1..<group.amounts.count, using: &random), at: 0)
            }
            for (revision, count) in counts.enumerated() {
                var row = group.row
                let amounts = group.amounts.prefix(count)
                row.revenue = amounts.reduce(0) { $0 + $1.amount }
                row.quantity = amounts.reduce(0) { $0 + $1.quantity }
                row.largest = amounts.map(\.amount).max() ?? 0
                row.transactions = Int64(count)
                row.average = Money.average(minorUnits: row.revenue, count: row.transactions)
                row.revision = Int32(revision)
                windows.append(row)
            }
        }
    }

    /// What the last commit says.
    var input: VerificationInput {
        let offsets = sales.map { ($0.partition, $0.offset) } + rejected.map { ($0.partition, $0.offset) }
        let accepted = Int64(sales.count)
        return VerificationInput(
            windowSize: windowSize,
            partitions: (Int32(0)..<3).map { partition in
                let own = offsets.filter { $0.0 == partition }.map(\.1)
                return .init(
                    partition: partition, firstOffset: own.min() ?? 0, nextOffset: own.max().map { $0 + 1 } ?? 0)
            },
            counters: .init(
                read: accepted + Int64(rejected.count), accepted: accepted, rejected: Int64(rejected.count),
                windowed: accepted, revised: Int64(windows.count { $0.revision > 0 })),
            closedThrough: closedThrough, allClosed: closedThrough == nil)
    }
}
