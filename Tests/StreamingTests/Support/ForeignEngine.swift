import Commerce
import Lake
import Testing

@testable import Streaming

/// An engine that writes a lake from elsewhere, as Spark does: rows first, and the account of them afterwards, by way of
/// `EngineLake`.
struct ForeignEngine {
    let scenario: Scenario
    /// How many messages of each partition it takes in.
    let count: Int64

    /// Takes possession of the lake.
    static func open(_ scenario: Scenario, on fileSystem: any FileSystem) throws -> EngineLake {
        var identity = 0
        let partitions = scenario.messages.keys
        return try EngineLake(
            fileSystem: fileSystem, identity: scenario.log.identity, settings: Scenario.settings(run: "e"),
            engine: "sc://elsewhere", clock: TestClock(),
            beginnings: { Dictionary(uniqueKeysWithValues: partitions.map { ($0, 0) }) },
            makeIdentity: {
                identity += 1
                return "identity \(identity)"
            })
    }

    /// The messages that the lake holds once the engine has done its work.
    private var taken: [Int32: [Market.Message]] { scenario.messages.mapValues { Array($0.prefix(Int(count))) } }

    /// Begins to own the lake, and writes the rows that it does not hold yet.
    func work(on fileSystem: any FileSystem) throws {
        let lake = try Self.open(scenario, on: fileSystem)
        defer { lake.close() }
        var next = lake.progress
        next.isSettled = false
        try lake.save(next, live: lake.live)
        var tables = try #require(try TransactionLake.open(on: fileSystem))
        for (text, partition) in next.partitions.sorted(by: { $0.key < $1.key }) {
            guard let number = Int32(text) else { continue }
            try write(number, from: partition.offset, to: &tables, on: fileSystem)
        }
    }

    private func write(
        _ partition: Int32, from first: Int64, to tables: inout TransactionLake, on fileSystem: any FileSystem
    ) throws {
        let now = TestClock().now()
        var batch = TransactionBatch(partition: partition)
        var rows: [RejectedRow] = []
        for (offset, message) in (taken[partition] ?? []).enumerated() where offset >= first {
            if let transaction = message.transaction {
                batch.append(transaction, offset: Int64(offset))
            } else {
                rows.append(
                    RejectedRow(
                        partition: partition, offset: Int64(offset), reason: Rejection.Reason.invalidJSON.rawValue,
                        detail: "", payload: message.bytes, rejectedAt: now))
            }
        }
        let info = CommitInfo(
            timestamp: now.milliseconds, operation: "STREAMING UPDATE", operationParameters: [:], isBlindAppend: true,
            souk: nil)
        if batch.count > 0 {
            let file = try TransactionsFile(
                on: fileSystem, partition: partition, unique: "engine", currency: .moroccanDirham)
            try file.append(batch)
            _ = try tables.transactions.commit([.add(try file.publish(now: now))], info: info)
        }
        guard !rows.isEmpty else { return }
        var writer = try RejectedFileWriter(on: fileSystem, unique: "engine-\(partition)")
        try writer.append(rows)
        _ = try tables.rejected.commit([.add(try writer.finish().publish(now: now.milliseconds))], info: info)
    }

    /// Accounts for what was written, if that was not done, and hands the lake over, if that was not done.
    func account(on fileSystem: any FileSystem, closedAll: Bool = false) throws {
        let lake = try Self.open(scenario, on: fileSystem)
        defer { lake.close() }
        guard !lake.progress.isSettled else {
            // It was handed over, but perhaps nobody was told.
            return try lake.handOver(closedAll: false)
        }
        try save(to: lake)
        try lake.handOver(closedAll: closedAll)
    }

    /// Accounts for what was written, if that was not done.
    ///
    /// - Parameter watermark: the engine's, in microseconds since the epoch; nil if it has none.
    func save(on fileSystem: any FileSystem, watermark: Int64? = nil) throws {
        let lake = try Self.open(scenario, on: fileSystem)
        defer { lake.close() }
        try save(to: lake)
        var next = lake.progress
        next.watermark = watermark
        try lake.save(next)
    }

    private func save(to lake: EngineLake) throws {
        var next = lake.progress
        let account = LakeContent(of: taken, windows: Scenario.windows).accounting
        if next.read != account.read {
            next.read = account.read
            next.accepted = account.accepted
            next.rejected = Dictionary(
                uniqueKeysWithValues: account.rejectedByReason.map { ($0.key.rawValue, $0.value) })
            for (partition, messages) in taken {
                next.partitions[String(partition)]?.offset = Int64(messages.count)
                next.partitions[String(partition)]?.largestEventTime =
                    messages.compactMap(\.transaction?.timestamp.microseconds).max()
            }
            try lake.save(next, live: lake.live)
        }
    }
}
