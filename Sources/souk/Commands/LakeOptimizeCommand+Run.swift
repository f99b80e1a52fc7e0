import Analysis
import Lake
import SparkAnalysis
import SparkConnect

extension LakeOptimizeCommand {
    func run(_ context: CommandContext) throws {
        let place = try LakePlace(options.lake, configuration)
        var reading = try LakeReading(place)
        let before = Self.sizes(of: reading.lake)
        let session = try SparkSession(options.cluster, configuration)
        _ = try session.version(timeout: configuration[.sparkTimeout])
        let optimizer = TableOptimizer(session)
        context.signals.onFirstSignal { [console = context.console] _ in
            do {
                try optimizer.cancel()
            } catch {
                console.say("the cluster was not told to stop: \(error)", .warning)
            }
        }
        let paths = try before.map { try place.url.sparkPath(of: $0.table) }
        try WorkProgress.show("optimizing", unit: "tables", total: Int64(paths.count), on: context.console) {
            progress in
            for path in paths {
                try optimizer.optimize(path)
                progress.advance(by: 1)
            }
        }
        if options.cluster.sessionID == nil { try session.release() }
        try reading.update()
        try print(before, Self.sizes(of: reading.lake), context.console)
    }

    /// How many files a table consists of, and their bytes.
    private struct Size {
        var table: String
        var version: Int64
        var files: Int
        var bytes: Int64
    }

    private static func sizes(of lake: TransactionLake) -> [Size] {
        [lake.transactions, lake.windows, lake.rejected].map { table in
            let files = table.snapshot.files.values
            return Size(
                table: table.directory, version: table.version, files: files.count,
                bytes: files.reduce(0) { $0 + $1.size })
        }
    }

    private func print(_ before: [Size], _ after: [Size], _ console: Console) throws {
        guard !options.printsJSON else {
            let tables = zip(before, after).map { before, after in
                JSONValue.object([
                    "table": .string(before.table), "version_before": .integer(before.version),
                    "version_after": .integer(after.version), "files_before": .integer(before.files),
                    "files_after": .integer(after.files), "bytes_before": .integer(before.bytes),
                    "bytes_after": .integer(after.bytes),
                ])
            }
            return try console.writeLine(JSONValue.object(["tables": .array(tables)]).indented)
        }
        var table = TextTable([
            ("table", .left), ("files before", .right), ("after", .right), ("size before", .right), ("after", .right),
        ])
        for (before, after) in zip(before, after) {
            table.append([
                before.table, Words.number(before.files), Words.number(after.files), Words.bytes(before.bytes),
                Words.bytes(after.bytes),
            ])
        }
        for line in table.lines { try console.writeLine(line) }
    }
}
