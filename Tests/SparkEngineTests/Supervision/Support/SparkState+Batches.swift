import Commerce
import Foundation
import Lake
import SparkConnect
import Streaming
import Windowing

@testable import SparkEngine

/// What streaming queries do while they run.
extension SparkState {
    /// Lets a query work, and tells whether it still runs.
    mutating func work(_ index: Int) throws -> Bool {
        guard runs[index].isActive else { return false }
        let isBounded = runs[index].stream.trigger == .availableNow
        repeat {
            if runs[index].batchesBeforeFailure == 0 {
                runs[index].failure = SparkError(.failed, "the task was lost", activity: "running a query")
                runs[index].isActive = false
                return false
            }
            guard try runBatch(index) else {
                if isBounded, lingering > 0 {
                    lingering -= 1
                } else if isBounded {
                    runs[index].isActive = false
                }
                return runs[index].isActive
            }
            runs[index].batchesBeforeFailure? -= 1
        } while isBounded
        return true
    }

    /// Lets a query take in all that there is.
    mutating func workToEnd(_ index: Int) throws {
        while try runs[index].isActive && runBatch(index) {}
    }

    private mutating func runBatch(_ index: Int) throws -> Bool {
        guard let location = runs[index].stream.options["checkpointLocation"], var checkpoint = checkpoints[location]
        else { return false }
        let isOfTopic = runs[index].source.format == "kafka"
        let progress =
            isOfTopic
            ? try takeMessages(&checkpoint, location)
            : try takeSales(&checkpoint, location, boundary: runs[index].boundary)
        checkpoints[location] = checkpoint
        guard let progress else { return false }
        guard progress != Self.cut else {
            runs[index].isActive = false
            runs[index].failure = SparkError(.failed, "the driver was lost", activity: "running a query")
            return false
        }
        runs[index].progress.append(progress)
        return true
    }

    private static let cut = "cut"

    private mutating func takeMessages(_ checkpoint: inout SparkCheckpointState, _ location: String) throws -> String? {
        let ends =
            try checkpoint.promised
            ?? Dictionary(
                uniqueKeysWithValues: topic.partitions().map { ($0, try topic.offsets(of: $0).upperBound) })
        guard checkpoint.promised != nil || ends.contains(where: { $0.value > checkpoint.offsets[$0.key] ?? 0 }) else {
            return nil
        }
        let batch = checkpoint.batch
        let json = TopicOffsets(topic: settings.topic, ends).json
        if checkpoint.promised == nil {
            try write("v1\n{\"batchWatermarkMs\":0}\n\(json)", to: "offsets/\(batch)", of: location)
            checkpoint.promised = ends
        }
        try commitSales(from: checkpoint.offsets, to: ends, batch: batch, of: checkpoint.id)
        guard !cutsNextBatch else {
            cutsNextBatch = false
            return Self.cut
        }
        try write("v1\n{}", to: "commits/\(batch)", of: location)
        checkpoint.promised = nil
        checkpoint.offsets = ends
        checkpoint.batch += 1
        return "{\"batchId\":\(batch),\"sources\":[{\"endOffset\":\(json)}]}"
    }

    /// Adds sales to the table, unless the batch is in it already.
    private mutating func commitSales(
        from starts: [Int32: Int64], to ends: [Int32: Int64], batch: Int64, of id: String
    ) throws {
        guard var table = try TransactionLake.open(on: fileSystem)?.transactions else {
            throw UnexpectedRequest("there is no table")
        }
        guard table.snapshot.transactionVersion(of: id) ?? -1 < batch else { return }
        let info = CommitInfo(timestamp: 0, operation: "STREAMING UPDATE", isBlindAppend: true)
        var actions = [DeltaAction.transaction(ApplicationTransaction(appId: id, version: batch))]
        for (partition, end) in ends.sorted(by: { $0.key < $1.key }) {
            let start = starts[partition] ?? 0
            var sales = TransactionBatch(partition: partition)
            for (offset, message) in topic.messages(of: partition, at: start..<max(start, end)) {
                guard case .sale(let time) = message else { continue }
                let sale = SparkTables.Sale(
                    partition: partition, offset: offset, time: time, version: table.version + 1)
                tables.transactions.append(sale)
                sales.append(sale.transaction, offset: offset)
            }
            if let file = try write(sales, batch: batch) { actions.append(.add(file)) }
        }
        _ = try table.commit(actions, info: info)
    }

    /// Writes a data file; nil without sales.
    private func write(_ sales: borrowing TransactionBatch, batch: Int64) throws -> AddFile? {
        guard sales.count > 0 else { return nil }
        var writer = try TransactionFileWriter(
            on: fileSystem, partition: sales.partition, unique: "batch\(batch)", currency: .moroccanDirham)
        try writer.append(sales)
        return try writer.finish().publish(now: 0)
    }

    private mutating func takeSales(
        _ checkpoint: inout SparkCheckpointState, _ location: String, boundary: Int64?
    ) throws -> String? {
        let windows = settings.pipeline.windows
        let version = checkpoint.version
        let sales = tables.transactions.filter { $0.version >= version }
        guard !sales.isEmpty || checkpoint.nextWatermark > checkpoint.watermark else { return nil }
        checkpoint.watermark = checkpoint.nextWatermark
        var dropped = 0
        for sale in sales where sale.time >= boundary ?? .min {
            let start = windows.start(of: sale.time)
            if start + windows.size <= checkpoint.watermark {
                dropped += 1
            } else {
                checkpoint.open[start, default: 0] += 1
            }
        }
        let closed = checkpoint.open.filter { $0.key + windows.size <= checkpoint.watermark }
        for (start, count) in closed.sorted(by: { $0.key < $1.key }) {
            tables.windows.append(SparkTables.Window(start: start, transactions: count, revision: 0))
            checkpoint.open[start] = nil
        }
        let latest = sales.map { $0.time - windows.delay }.max() ?? 0
        checkpoint.nextWatermark = max(checkpoint.nextWatermark, latest)
        checkpoint.version = max(version, (sales.map(\.version).max() ?? 0) + 1)
        return try finishWindows(&checkpoint, location, dropped: dropped)
    }

    private func finishWindows(
        _ checkpoint: inout SparkCheckpointState, _ location: String, dropped: Int
    ) throws -> String {
        let batch = checkpoint.batch
        checkpoint.batch += 1
        let milliseconds = checkpoint.watermark / 1_000
        try write("v1\n{\"batchWatermarkMs\":\(milliseconds)}\n{}", to: "offsets/\(batch)", of: location)
        try write("v1\n{}", to: "commits/\(batch)", of: location)
        let moment = Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
        return """
            {"batchId":\(batch),"sources":[{}],"eventTime":{"watermark":"\(moment.formatted(Self.time))"},\
            "stateOperators":[{"numRowsTotal":\(checkpoint.open.count),"numRowsDroppedByWatermark":\(dropped)}]}
            """
    }

    private static let time = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
}
