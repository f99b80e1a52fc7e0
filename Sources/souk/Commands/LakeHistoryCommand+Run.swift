import Analysis
import Commerce
import Lake

extension LakeHistoryCommand {
    func run(_ context: CommandContext) throws {
        let lake = try LakeReading(LakePlace(options.lake, configuration)).lake
        let tables = [lake.transactions, lake.windows, lake.rejected]
        let histories = try tables.map {
            (name: $0.directory, entries: try $0.history(limit: options.limit).map(Entry.init))
        }
        if options.printsJSON {
            let members = histories.map { history in
                JSONValue.Member(name: history.name, value: .array(history.entries.map(\.json)))
            }
            try context.console.writeLine(JSONValue.object(members).indented)
        } else {
            for (index, history) in histories.enumerated() {
                try context.console.writeLine((index == 0 ? "" : "\n") + history.name)
                for line in Self.table(of: history.entries).lines { try context.console.writeLine(line) }
            }
        }
    }

    private static func table(of entries: [Entry]) -> TextTable {
        var table = TextTable([
            ("version", .right), ("time", .left), ("operation", .left), ("by", .left), ("files added", .right),
            ("removed", .right), ("size added", .right), ("data", .left),
        ])
        for entry in entries {
            table.append([
                String(entry.version), entry.time ?? "", entry.operation ?? "", entry.engine ?? "",
                Words.number(entry.filesAdded), Words.number(entry.filesRemoved), Words.bytes(entry.bytesAdded),
                entry.changesData ? "changed" : "as before",
            ])
        }
        return table
    }

    /// A commit as it is shown.
    private struct Entry {
        let version: Int64
        let time: String?
        let operation: String?
        let engine: String?
        private(set) var filesAdded = 0
        private(set) var filesRemoved = 0
        private(set) var bytesAdded: Int64 = 0
        private(set) var changesData = false

        init(_ commit: DeltaCommit) {
            version = commit.version
            time = commit.info?.timestamp.map { Timestamp(microseconds: $0 * 1000).iso8601 }
            operation = commit.info?.operation
            engine = commit.info?.engineInfo
            for action in commit.actions {
                switch action {
                case .add(let file):
                    filesAdded += 1
                    bytesAdded += file.size
                    changesData = changesData || file.dataChange
                case .remove(let file):
                    filesRemoved += 1
                    changesData = changesData || file.dataChange
                default: break
                }
            }
        }

        var json: JSONValue {
            .object([
                "version": .integer(version), "time": time.map(JSONValue.string) ?? .null,
                "operation": operation.map(JSONValue.string) ?? .null,
                "engine": engine.map(JSONValue.string) ?? .null, "files_added": .integer(filesAdded),
                "files_removed": .integer(filesRemoved), "bytes_added": .integer(bytesAdded),
                "changes_data": .boolean(changesData),
            ])
        }
    }
}
