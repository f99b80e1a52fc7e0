import Analysis
import Commerce
import DuckDB
import Foundation

/// A transaction and where it stood in the log.
struct Sale: Equatable {
    var transaction: Transaction
    var partition: Int32
    var offset: Int64

    init(
        _ id: String, user: String = "u1", city: String = "Fès", category: String = "Books", amount: Int64 = 100,
        quantity: Int32 = 1, payment: String = "card", time: Int64, partition: Int32 = 0, offset: Int64
    ) {
        transaction = Transaction(
            transactionID: id, userID: user, city: city, category: category, amount: amount, quantity: quantity,
            paymentMethod: payment, timestamp: Timestamp(microseconds: time))
        self.partition = partition
        self.offset = offset
    }
}

/// A row of the table `windows`.
struct WindowRow: Equatable {
    var start: Int64
    var end: Int64
    var dimension: String
    var key: String
    var revenue: Int64
    var average: Int64
    var transactions: Int64
    var quantity: Int64
    var largest: Int64
    var revision: Int32 = 0
}

/// A row of the table `rejected`.
struct RejectedRow {
    var partition: Int32 = 0
    var offset: Int64
    var reason = "invalid_json"
    var payload = "x"
}

/// A lake of Parquet files in a temporary directory, written by DuckDB, which is removed at the end of `withTestLake`.
final class TestLake {
    let directory: URL
    private var paths: [LakeTable: [String]] = [:]

    fileprivate init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "souk-analysis-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    fileprivate func remove() throws {
        try FileManager.default.removeItem(at: directory)
    }

    var source: any TableSource { ListedFiles(paths: paths) }

    func database(memoryBytes: Int64 = 1 << 28) throws -> LakeDatabase {
        try LakeDatabase(
            source: source,
            limits: .init(memoryBytes: memoryBytes, spillDirectory: directory.appending(path: "spill").path))
    }

    func query(_ sql: String, format: QueryFormat = .csv, rowLimit: Int? = nil) throws -> String {
        var text = ""
        try QueryRunner(database: try database()).run(sql, format: format, rowLimit: rowLimit) { text += $0 }
        return text
    }

    func add(path: String, to table: LakeTable) {
        paths[table, default: []].append(path)
    }

    func write(_ sales: [Sale], name: String = "sales") throws {
        let rows = sales.map { sale in
            let row = sale.transaction
            return "(\(literal(row.transactionID)), \(literal(row.userID)), \(literal(row.city)), "
                + "\(literal(row.category)), \(amount(row.amount)), \(row.quantity), \(literal(row.paymentMethod)), "
                + "make_timestamptz(\(row.timestamp.microseconds)), \(sale.partition), \(sale.offset))"
        }
        try write(
            rows, to: .transactions, name: name,
            columns: """
                transaction_id VARCHAR, user_id VARCHAR, city VARCHAR, category VARCHAR, amount DECIMAL(12,2),
                quantity INTEGER, payment_method VARCHAR, "timestamp" TIMESTAMPTZ, _partition INTEGER, _offset BIGINT
                """)
    }

    func write(_ windows: [WindowRow], name: String = "windows") throws {
        let rows = windows.map { row in
            "(make_timestamptz(\(row.start)), make_timestamptz(\(row.end)), \(literal(row.dimension)), "
                + "\(literal(row.key)), \(amount(row.revenue)), \(amount(row.average)), \(row.transactions), "
                + "\(row.quantity), \(amount(row.largest)), \(row.revision))"
        }
        try write(
            rows, to: .windows, name: name,
            columns: """
                window_start TIMESTAMPTZ, window_end TIMESTAMPTZ, dimension VARCHAR, key VARCHAR,
                total_revenue DECIMAL(18,2), avg_transaction DECIMAL(18,2), num_transactions BIGINT, quantity BIGINT,
                max_amount DECIMAL(12,2), revision INTEGER
                """)
    }

    func write(_ rejected: [RejectedRow], name: String = "rejected") throws {
        let rows = rejected.map { row in
            "(\(row.partition), \(row.offset), \(literal(row.reason)), 'detail', encode(\(literal(row.payload))), "
                + "make_timestamptz(0))"
        }
        try write(
            rows, to: .rejected, name: name,
            columns: """
                _partition INTEGER, _offset BIGINT, reason VARCHAR, detail VARCHAR, payload BLOB, rejected_at TIMESTAMPTZ
                """)
    }

    private func write(_ rows: [String], to table: LakeTable, name: String, columns: String) throws {
        let connection = try DuckDBDatabase().connect()
        try connection.execute("CREATE TABLE data(\(columns))")
        for start in stride(from: 0, to: rows.count, by: 500) {
            let batch = rows[start..<min(start + 500, rows.count)]
            try connection.execute("INSERT INTO data VALUES \(batch.joined(separator: ","))")
        }
        let path = directory.appending(path: "\(name).parquet").path
        try connection.execute("COPY data TO \(literal(path)) (FORMAT parquet)")
        add(path: path, to: table)
    }

    private func literal(_ text: String) -> String {
        "'" + text.replacing("'", with: "''") + "'"
    }

    private func amount(_ minorUnits: Int64) -> String {
        DuckDBDecimal(unscaled: Int128(minorUnits), scale: 2).description
    }
}

private struct ListedFiles: TableSource {
    let currency = Currency.moroccanDirham
    var paths: [LakeTable: [String]]

    func files(of table: LakeTable) throws -> [String] {
        paths[table] ?? []
    }
}

/// Runs a test with a lake of its own.
func withTestLake(_ body: (TestLake) throws -> Void) throws {
    let lake = try TestLake()
    do {
        try body(lake)
    } catch {
        try? lake.remove()
        throw error
    }
    try lake.remove()
}
