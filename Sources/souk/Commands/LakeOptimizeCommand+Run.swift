import Analysis
import Lake
import SparkAnalysis
import SparkConnect

extension LakeOptimizeCommand {
    func run(_ context: CommandContext) throws {
        let place = try LakePlace(options.lake, configuration)
        var reading = try LakeReading(place)
        let before = Self.tables(of: reading.lake)
        let session = try SparkSession(options.cluster, configuration)
        _ = try session.version(timeout: configuration[.sparkTimeout])
        // Only now: a server that was not reached would be waited for once more.
        defer { session.releaseIfOwn(context.console) }
        let optimizer = TableOptimizer(session)
        context.signals.onFirstSignal { [console = context.console] _ in
            do {
                try optimizer.cancel()
            } catch {
                console.say("the cluster was not told to stop: \(error)", .warning)
            }
        }
        let paths = try before.map { try place.url.sparkPath(of: $0.directory) }
        try WorkProgress.show("optimizing", unit: "tables", total: Int64(paths.count), on: context.console) {
            progress in
            for path in paths {
                try optimizer.optimize(path)
                progress.advance(by: 1)
            }
        }
        try reading.update()
        let changes = try zip(before, Self.tables(of: reading.lake)).map(Change.init)
        try print(changes, context.console)
    }

    private static func tables(of lake: TransactionLake) -> [DeltaTable] {
        [lake.transactions, lake.windows, lake.rejected]
    }

    /// What became of a table's files. A pipeline may have added others meanwhile.
    private struct Change {
        let table: String
        let filesBefore: Int
        let filesAfter: Int
        private(set) var rewritten = 0
        private(set) var written = 0
        private(set) var bytesRewritten: Int64 = 0
        private(set) var bytesWritten: Int64 = 0

        init(_ before: DeltaTable, _ after: DeltaTable) throws {
            table = before.directory
            filesBefore = before.snapshot.files.count
            filesAfter = after.snapshot.files.count
            for version in stride(from: before.version + 1, through: after.version, by: 1) {
                guard let commit = try after.commit(ofVersion: version), commit.info?.operation == "OPTIMIZE" else {
                    continue
                }
                add(commit.actions)
            }
        }

        private mutating func add(_ actions: [DeltaAction]) {
            for action in actions {
                switch action {
                case .add(let file):
                    written += 1
                    bytesWritten += file.size
                case .remove(let file):
                    rewritten += 1
                    bytesRewritten += file.size ?? 0
                case .transaction, .metadata, .protocol: break
                }
            }
        }

        var json: JSONValue {
            .object([
                "table": .string(table), "files_before": .integer(filesBefore), "files_after": .integer(filesAfter),
                "files_rewritten": .integer(rewritten), "files_written": .integer(written),
                "bytes_rewritten": .integer(bytesRewritten), "bytes_written": .integer(bytesWritten),
            ])
        }

        var cells: [String] {
            [
                table, Words.number(filesBefore), Words.number(filesAfter), Words.number(rewritten),
                Words.number(written), Words.bytes(bytesRewritten), Words.bytes(bytesWritten),
            ]
        }
    }

    private func print(_ changes: [Change], _ console: Console) throws {
        guard !options.printsJSON else {
            return try console.writeLine(JSONValue.object(["tables": .array(changes.map(\.json))]).indented)
        }
        var table = TextTable([
            ("table", .left), ("files before", .right), ("after", .right), ("rewritten", .right), ("into", .right),
            ("size", .right), ("new size", .right),
        ])
        for change in changes { table.append(change.cells) }
        for line in table.lines { try console.writeLine(line) }
    }
}
