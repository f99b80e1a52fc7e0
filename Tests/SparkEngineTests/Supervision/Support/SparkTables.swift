import Commerce
import SparkConnect
import Windowing

@testable import SparkEngine

/// The tables of a lake as far as a job's questions go, as plain rows.
struct SparkTables: Sendable {
    /// A row of `transactions`.
    struct Sale: Sendable, Hashable {
        var partition: Int32
        var offset: Int64
        /// When it was made, in microseconds since the epoch.
        var time: Int64
        /// The table's version that it came with.
        var version: Int64

        /// The sale as a row of the table.
        var transaction: Transaction {
            Transaction(
                transactionID: "t\(partition)-\(offset)", userID: "u\(offset)", city: "Rabat", category: "Books",
                amount: SparkTables.price, quantity: 1, paymentMethod: "Card", timestamp: Timestamp(microseconds: time))
        }
    }

    /// A row of `rejected`.
    struct Refusal: Sendable, Hashable {
        var partition: Int32
        var offset: Int64
    }

    /// A row of `windows`: those of all sales, not those by city and the like.
    struct Window: Sendable, Hashable {
        var start: Int64
        var transactions: Int64
        var revision: Int64
    }

    let settings: WindowSettings
    var transactions: [Sale] = []
    var rejected: [Refusal] = []
    var windows: [Window] = []
    /// The last number of each application that has appended to a table, by the table's name and the application's.
    private var applications: [[String]: Int64] = [:]

    init(settings: WindowSettings) { self.settings = settings }

    /// Whether an append is the first under its application's number or a greater one, as Delta Lake sees it.
    mutating func isNew(_ version: Int64, of application: String, in table: String) -> Bool {
        guard version > applications[[table, application]] ?? .min else { return false }
        applications[[table, application]] = version
        return true
    }

    /// The sales in ranges of offsets.
    private func sales(in ranges: [Int32: Range<Int64>]) -> [Sale] {
        transactions.filter { ranges[$0.partition]?.contains($0.offset) == true }
    }

    /// The answer to a question.
    func answer(_ question: SparkQuestion) -> [[SparkValue]] {
        switch question.kind {
        case .figures: figures(of: sales(in: question.ranges))
        case .top, .customers: []
        case .rejectedCounts: rejectedCounts(in: question.ranges)
        case .windowCounts:
            [
                [
                    .integer(Int64(Set(windows.map(\.start)).count)),
                    .integer(Int64(windows.count { $0.revision > 0 })),
                ]
            ]
        }
    }

    private func rejectedCounts(in ranges: [Int32: Range<Int64>]) -> [[SparkValue]] {
        let count = rejected.count { ranges[$0.partition]?.contains($0.offset) == true }
        return count == 0 ? [] : [[.text(Rejection.Reason.invalidJSON.rawValue), .integer(Int64(count))]]
    }

    private func figures(of sales: [Sale]) -> [[SparkValue]] {
        let intervals = Dictionary(grouping: sales) { settings.start(of: $0.time) }
            .map { Self.row(.interval, $0, $1) }
        let blocks = Dictionary(grouping: sales, by: \.partition).map { Self.row(.block, Int64($0), $1) }
        return intervals + blocks
    }

    /// A row that sums sales up.
    private static func row(_ kind: LivePlan.Kind, _ place: Int64, _ sales: [Sale]) -> [SparkValue] {
        let count = Int64(sales.count)
        let numbers = LivePlan.Number.allCases.map { number -> SparkValue in
            switch number {
            case .place: .integer(place)
            case .transactions, .articles: .integer(count)
            case .revenue: .integer(count * price)
            case .earliest: .integer(sales.map(\.time).min() ?? 0)
            case .latest: .integer(sales.map(\.time).max() ?? 0)
            case .first: .integer(sales.map(\.offset).min() ?? 0)
            case .largest: .integer(price)
            case .rank: .null
            case .large: .integer(0)
            }
        }
        return [.text(kind.rawValue)] + LivePlan.saleTexts.map { _ in .null } + numbers
    }

    /// What every sale costs, in minor units.
    private static let price: Int64 = 100

    /// How many sales there are in each window, by its start.
    func counts(of sales: [Sale]) -> [Int64: Int64] {
        sales.reduce(into: [:]) { $0[settings.start(of: $1.time), default: 0] += 1 }
    }

    /// Appends what makes the windows that begin in a range right.
    mutating func correct(_ range: Range<Int64>) {
        let expected = counts(of: transactions).filter { range.contains($0.key) }
        let written = Dictionary(grouping: windows.filter { range.contains($0.start) }, by: \.start)
            .compactMapValues { $0.max { $0.revision < $1.revision } }
        for start in Set(expected.keys).union(written.keys).sorted() {
            let count = expected[start] ?? 0
            guard written[start]?.transactions ?? 0 != count else { continue }
            let revision = written[start].map { $0.revision + 1 } ?? 0
            windows.append(Window(start: start, transactions: count, revision: revision))
        }
    }
}
