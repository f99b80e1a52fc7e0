internal import Commerce

/// The tables of a lake.
public enum LakeTable: String, Sendable, Hashable, CaseIterable {
    /// Every accepted transaction, once.
    case transactions
    /// The results of windows, with their revisions.
    case windows
    /// The messages that were not valid transactions.
    case rejected

    private static let moment = "TIMESTAMP WITH TIME ZONE"

    /// A column of a table, as the lake's schema fixes it.
    struct Column {
        var name: String
        var type: String
    }

    /// The columns in their order. Moments are TIMESTAMP WITH TIME ZONE, so that `AT TIME ZONE` means what it says.
    func columns(in currency: Currency) -> [Column] {
        let amount = "DECIMAL(12,\(currency.minorUnitDigits))"
        let sum = "DECIMAL(18,\(currency.minorUnitDigits))"
        return switch self {
        case .transactions:
            [
                Column(name: "transaction_id", type: "VARCHAR"), Column(name: "user_id", type: "VARCHAR"),
                Column(name: "city", type: "VARCHAR"), Column(name: "category", type: "VARCHAR"),
                Column(name: "amount", type: amount), Column(name: "quantity", type: "INTEGER"),
                Column(name: "payment_method", type: "VARCHAR"), Column(name: "timestamp", type: Self.moment),
                Column(name: "_partition", type: "INTEGER"), Column(name: "_offset", type: "BIGINT"),
            ]
        case .windows:
            [
                Column(name: "window_start", type: Self.moment), Column(name: "window_end", type: Self.moment),
                Column(name: "dimension", type: "VARCHAR"), Column(name: "key", type: "VARCHAR"),
                Column(name: "total_revenue", type: sum),
                Column(name: "avg_transaction", type: sum),
                Column(name: "num_transactions", type: "BIGINT"), Column(name: "quantity", type: "BIGINT"),
                Column(name: "max_amount", type: amount), Column(name: "revision", type: "INTEGER"),
            ]
        case .rejected:
            [
                Column(name: "_partition", type: "INTEGER"), Column(name: "_offset", type: "BIGINT"),
                Column(name: "reason", type: "VARCHAR"), Column(name: "detail", type: "VARCHAR"),
                Column(name: "payload", type: "BLOB"), Column(name: "rejected_at", type: Self.moment),
            ]
        }
    }

    /// The names of the columns in their order.
    package var columnNames: [String] { columns(in: .moroccanDirham).map(\.name) }

    /// The view of this table over the given Parquet files; without files an empty one of the same columns and types.
    func viewDefinition(files: [String], currency: Currency) -> String {
        let list = columns(in: currency).map {
            "\(expression(for: $0, hasFiles: !files.isEmpty)) AS \(quoted(name: $0.name))"
        }
        let source =
            files.isEmpty
            ? "WHERE false"
            : "FROM read_parquet([\(files.map(quoted(text:)).joined(separator: ","))], "
                + "hive_partitioning = false, union_by_name = false)"
        return "CREATE VIEW \(rawValue) AS SELECT \(list.joined(separator: ", ")) \(source)"
    }

    /// A cast reads both forms in which writers store a moment in UTC: with `isAdjustedToUTC` it does nothing, so that files are
    /// skipped by their statistics, and without it the session's zone counts, which is UTC.
    private func expression(for column: Column, hasFiles: Bool) -> String {
        "CAST(\(hasFiles ? quoted(name: column.name) : "NULL") AS \(column.type))"
    }
}
