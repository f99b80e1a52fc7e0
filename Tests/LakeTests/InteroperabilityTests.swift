import Commerce
import Foundation
import Lake
import LakeTesting
import Testing

/// Tables are held against delta-rs, DuckDB and PyArrow, which know nothing of Souk.
@Suite(.enabled(if: Python.isAvailable, Comment(rawValue: Python.absence)))
struct InteroperabilityTests {
    /// Describes the rows of the three tables: the first with DuckDB, from the files that delta-rs names, the others
    /// with PyArrow.
    static let describe = """
        import sys, json, duckdb
        from deltalake import DeltaTable
        root = sys.argv[1]
        def micros(t): return int(t.timestamp()) * 1000000 + t.microsecond
        def table(name): return DeltaTable(f"{root}/{name}")
        t = table("transactions")
        files = [u.replace("file://", "") for u in t.file_uris()]
        con = duckdb.connect()
        con.execute("set timezone='UTC'")
        rows = con.execute('''select _partition, _offset, transaction_id, user_id, city, category, amount, quantity,
            payment_method, epoch_us(timestamp) from read_parquet(?)''', [files]).fetchall() if files else []
        types = {r[0]: r[1] for r in con.execute("describe select * from read_parquet(?)", [files]).fetchall()} if files else {}
        again = t.to_pyarrow_table().to_pylist()
        lines = sorted("|".join(str(v) for v in r) for r in rows)
        assert lines == sorted("|".join(str(v) for v in (r["_partition"], r["_offset"], r["transaction_id"], r["user_id"],
            r["city"], r["category"], r["amount"], r["quantity"], r["payment_method"], micros(r["timestamp"])))
            for r in again), "DuckDB and PyArrow disagree"
        w = table("windows").to_pyarrow_table()
        j = table("rejected").to_pyarrow_table()
        print(json.dumps({"transactions": lines, "types": types, "version": t.version(),
            "windowTypes": {f.name: str(f.type) for f in w.schema},
            "rejectedTypes": {f.name: str(f.type) for f in j.schema},
            "windows": ["|".join(str(v) for v in (micros(r["window_start"]), micros(r["window_end"]), r["dimension"],
                r["key"], r["total_revenue"], r["avg_transaction"], r["num_transactions"], r["quantity"],
                r["max_amount"], r["revision"])) for r in w.to_pylist()],
            "rejected": ["|".join(str(v) for v in (r["_partition"], r["_offset"], r["reason"], r["detail"],
                r["payload"].hex(), micros(r["rejected_at"]))) for r in j.to_pylist()]}))
        """

    struct Description: Decodable {
        var transactions: [String]
        var types: [String: String]
        var version: Int
        var windowTypes: [String: String]
        var rejectedTypes: [String: String]
        var windows: [String]
        var rejected: [String]
    }

    static func line(_ row: WindowRow) -> String {
        [
            String(row.windowStart.microseconds), String(row.windowEnd.microseconds), row.dimension, row.key,
            Samples.decimal(row.totalRevenue), Samples.decimal(row.averageTransaction), String(row.transactionCount),
            String(row.quantity), Samples.decimal(row.maximumAmount), String(row.revision),
        ].joined(separator: "|")
    }

    static func line(_ row: RejectedRow) -> String {
        let payload = row.payload.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return [
            String(row.partition), String(row.offset), row.reason, row.detail, payload,
            String(row.rejectedAt.microseconds),
        ].joined(separator: "|")
    }

    /// A lake with rows in all three tables.
    static func fill(_ root: String) throws -> TransactionLake {
        let fileSystem = LocalFileSystem(root: root)
        var lake = try Samples.lake(on: fileSystem)
        let first = try Samples.addTransactions(
            Samples.transactions(400, seed: 1), partition: 0, firstOffset: 0, unique: "a", on: fileSystem)
        let second = try Samples.addTransactions(
            Samples.transactions(300, seed: 2), partition: 1, firstOffset: 50, unique: "b", on: fileSystem)
        _ = try lake.transactions.commit(
            [.add(first), .transaction(ApplicationTransaction(appId: "p/0", version: 400))],
            info: Samples.info(souk: #"{"read":400}"#))
        _ = try lake.transactions.commit(
            [.add(second), .transaction(ApplicationTransaction(appId: "p/1", version: 350))], info: Samples.info())
        let windows = try WindowsTable.write(
            Samples.windows(90), on: fileSystem, unique: "w", currency: .moroccanDirham
        ).publish(now: Samples.now)
        _ = try lake.windows.commit([.add(windows)], info: Samples.info())
        let rejected = try RejectedTable.write(Samples.rejections(60), on: fileSystem, unique: "r")
            .publish(now: Samples.now)
        _ = try lake.rejected.commit([.add(rejected)], info: Samples.info())
        return lake
    }

    static let expectedTransactions =
        (Samples.transactions(400, seed: 1).enumerated().map { Samples.line(0, Int64($0), $1) }
        + Samples.transactions(300, seed: 2).enumerated().map { Samples.line(1, 50 + Int64($0), $1) }).sorted()

    @Test func `others read the same values and types in all three tables`() throws {
        try withTemporaryDirectory { root in
            _ = try Self.fill(root)
            let seen: Description = try Python.run(Self.describe, [root])
            #expect(seen.version == 2)
            #expect(seen.transactions == Self.expectedTransactions)
            #expect(seen.types["amount"] == "DECIMAL(12,2)")
            #expect(seen.types["timestamp"] == "TIMESTAMP WITH TIME ZONE")
            #expect(seen.types["quantity"] == "INTEGER")
            #expect(seen.types["_offset"] == "BIGINT")
            #expect(seen.types["city"] == "VARCHAR")
            #expect(seen.windows == Samples.windows(90).map(Self.line))
            #expect(seen.windowTypes["total_revenue"] == "decimal128(18, 2)")
            #expect(seen.windowTypes["max_amount"] == "decimal128(12, 2)")
            #expect(seen.windowTypes["window_start"] == "timestamp[us, tz=UTC]")
            #expect(seen.windowTypes["revision"] == "int32")
            #expect(seen.rejected == Samples.rejections(60).map(Self.line))
            #expect(["binary", "binary_view", "large_binary"].contains(seen.rejectedTypes["payload"]))
        }
    }

    @Test func `our checkpoint leads others through a log without its commits`() throws {
        try withTemporaryDirectory { root in
            var lake = try Self.fill(root)
            let file = try #require(lake.transactions.snapshot.sortedFiles.first)
            _ = try lake.transactions.commit(
                [.remove(RemoveFile(file, deletionTimestamp: Samples.now, dataChange: true))], info: Samples.info())
            try lake.transactions.writeCheckpoint(now: Samples.now)
            for version in 0...3 {
                try lake.fileSystem.delete("transactions/_delta_log/0000000000000000000\(version).json")
            }
            struct Seen: Decodable {
                var version: Int
                var files: [String]
                var application: Int?
                var id: String
                var rows: Int
            }
            let seen: Seen = try Python.run(
                """
                import sys, json
                from deltalake import DeltaTable
                t = DeltaTable(sys.argv[1] + "/transactions")
                print(json.dumps({"version": t.version(), "files": sorted(u.split("/")[-1] for u in t.file_uris()),
                    "application": t.transaction_version("p/1"), "id": str(t.metadata().id),
                    "rows": t.to_pyarrow_table().num_rows}))
                """, [root])
            #expect(seen.version == 3)
            #expect(seen.files == lake.transactions.snapshot.sortedFiles.map(\.path))
            #expect(seen.application == 350)
            #expect(seen.id == lake.transactions.snapshot.metadata.id)
            #expect(seen.rows == 300)
        }
    }

    @Test func `a table that delta-rs appended to, optimized, checkpointed and vacuumed is read right`() throws {
        try withTemporaryDirectory { root in
            _ = try Self.fill(root)
            struct Seen: Decodable {
                var version: Int64
                var files: [String]
            }
            let seen: Seen = try Python.run(
                """
                import sys, json
                from deltalake import DeltaTable, write_deltalake, CommitProperties, Transaction
                path = sys.argv[1] + "/transactions"
                t = DeltaTable(path)
                rows = t.to_pyarrow_table().slice(0, 20)
                write_deltalake(t, rows, mode="append",
                    commit_properties=CommitProperties(app_transactions=[Transaction("other", 9)]))
                t = DeltaTable(path)
                t.optimize.compact()
                t.create_checkpoint()
                write_deltalake(path, rows.slice(0, 3), mode="append")
                t = DeltaTable(path)
                t.vacuum(retention_hours=0, enforce_retention_duration=False, dry_run=False)
                t = DeltaTable(path)
                print(json.dumps({"version": t.version(), "files": sorted(u.split("/")[-1] for u in t.file_uris())}))
                """, [root])
            let lake = try #require(try TransactionLake.open(on: LocalFileSystem(root: root)))
            #expect(lake.transactions.version == seen.version)
            #expect(lake.transactions.checkpointVersion != nil)
            #expect(lake.transactions.snapshot.sortedFiles.map(\.path) == seen.files)
            #expect(lake.transactions.snapshot.transactionVersion(of: "other") == 9)
            #expect(lake.transactions.snapshot.transactionVersion(of: "p/0") == 400)
            let described: Description = try Python.run(Self.describe, [root])
            let lines = try Samples.lines(lake)
            #expect(lines.count == 723)
            #expect(lines == described.transactions)
            #expect(try lake.transactions.orphans().dataFiles.isEmpty)
            // The table goes on under our hands.
            var transactions = lake.transactions
            #expect(try transactions.commit([], info: Samples.info()) == .committed(version: seen.version + 1))
            try transactions.writeCheckpoint(now: Samples.now)
            #expect(try Python.run(Self.describe, [root], as: Description.self).transactions == lines)
        }
    }

    @Test func `a file whose rows others put into another order is read by partition`() throws {
        try withTemporaryDirectory { root in
            _ = try Self.fill(root)
            let rows: Int = try Python.run(
                """
                import sys
                from deltalake import DeltaTable, write_deltalake
                path = sys.argv[1] + "/transactions"
                rows = DeltaTable(path).to_pyarrow_table().sort_by("timestamp")
                write_deltalake(path, rows, mode="overwrite")
                print(rows.num_rows)
                """, [root])
            let lake = try #require(try TransactionLake.open(on: LocalFileSystem(root: root)))
            #expect(rows == 700)
            #expect(lake.transactions.snapshot.files.count == 1)
            #expect(try Samples.lines(lake) == Self.expectedTransactions)
            var batches: [Int32] = []
            try TransactionsTable.forEachBatch(
                of: lake.transactions.snapshot.sortedFiles, on: lake.fileSystem, currency: .moroccanDirham
            ) {
                batches.append($0.partition)
            }
            #expect(batches.sorted() == [0, 1])
        }
    }

    @Test func `the statistics of a file let others skip it, and only then`() throws {
        try withTemporaryDirectory { root in
            _ = try Self.fill(root)
            let counts: [Int] = try Python.run(
                """
                import sys, json, datetime, decimal
                import pyarrow.dataset as ds
                from deltalake import DeltaTable
                t = DeltaTable(sys.argv[1] + "/transactions")
                d = t.to_pyarrow_dataset()
                rows = t.to_pyarrow_table().to_pylist()
                out = []
                for column in ("timestamp", "amount", "_offset", "_partition"):
                    for row in rows[::37]:
                        value = row[column]
                        out.append(d.to_table(filter=ds.field(column) == value).num_rows
                            - sum(r[column] == value for r in rows))
                print(json.dumps(out))
                """, [root])
            #expect(counts.count > 40)
            #expect(counts.allSatisfy { $0 == 0 })
        }
    }
}
