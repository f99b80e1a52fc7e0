internal import Commerce
internal import Windowing

/// Rows with a title, as a console prints what a pipeline takes in.
public struct ConsoleTable: Sendable, Equatable {
    /// A column.
    public struct Column: Sendable, Equatable {
        /// Its heading.
        public var name: String
        /// Whether it holds numbers.
        public var isNumber: Bool
    }

    /// What the rows are.
    public var title: String
    /// The columns.
    public var columns: [Column]
    /// The cells as text.
    public var rows: [[String]]

    /// The most transactions in one table.
    public static let transactionLimit = 20
    /// The most windows in one table.
    public static let windowLimit = 60

    /// A table of transactions, whose cells are in the order of the lake's columns.
    ///
    /// - Parameter messages: how many messages came since the table before.
    public static func transactions(_ rows: [[String]], messages: Int64) -> ConsoleTable {
        ConsoleTable(
            title:
                "\(messages) \(messages == 1 ? "message" : "messages") since the last look, the newest transactions of them",
            columns: columns(
                ["timestamp", "transaction_id", "user_id", "city", "category", "amount", "quantity", "payment_method"],
                numbers: ["amount", "quantity"]),
            rows: rows)
    }

    /// A table of windows by category, newest first.
    public static func windows(_ rows: [[String]]) -> ConsoleTable {
        let numbers = ["total_revenue", "num_transactions", "avg_transaction", "max_amount"]
        return ConsoleTable(
            title: "windows, as far as their transactions have come",
            columns: columns(["window_start", "category"] + numbers, numbers: numbers), rows: rows)
    }

    private static func columns(_ names: [String], numbers: [String]) -> [Column] {
        names.map { Column(name: $0, isNumber: numbers.contains($0)) }
    }

    static func cells(of sale: Transaction, in currency: Currency) -> [String] {
        [
            text(sale.timestamp), sale.transactionID, sale.userID, sale.city, sale.category,
            Money(minorUnits: sale.amount, currency: currency).decimalText, String(sale.quantity), sale.paymentMethod,
        ]
    }

    static func cells(of window: WindowRow, in currency: Currency) -> [String] {
        let amount = { (minorUnits: Int64) in Money(minorUnits: minorUnits, currency: currency).decimalText }
        return [
            text(Timestamp(microseconds: window.windowStart)), window.key, amount(window.totalRevenue),
            String(window.numTransactions), amount(window.average), amount(window.maximumAmount),
        ]
    }

    /// A moment in UTC to the second.
    private static func text(_ moment: Timestamp) -> String {
        String(moment.iso8601.prefix(19)).replacing("T", with: " ")
    }
}
