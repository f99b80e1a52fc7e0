internal import Marketplace
internal import TransactionLogs

/// What the benchmarks of logs have in common.
enum SimulatedLog {
    /// When the simulated shop opens: 2026-01-01T00:00:00Z.
    static let start: Int64 = 1_767_225_600_000_000

    /// Fills a new log with simulated sales, durable every 8,192 messages.
    static func fill(_ path: String, count: Int) throws {
        var simulator = MarketplaceSimulator(SimulatorSettings(seed: 7, start: start))
        let writer = try EmbeddedLogWriter(
            opening: path, creating: EmbeddedLogLayout(identity: Array(repeating: 7, count: 16)))
        var arena = MessageArena()
        var batch = writer.makeBatch()
        var left = count
        while left > 0 {
            let step = min(left, 8_192)
            simulator.append(step, to: &arena)
            for index in 0..<step {
                try batch.append(
                    arena.message(at: index), to: arena.partition(at: index, of: writer.layout.partitions))
            }
            try writer.commit(try writer.append(batch))
            batch.removeAll()
            arena.removeAll()
            left -= step
        }
        try writer.close()
    }

    /// Reads a log to its end and does nothing with it.
    ///
    /// - Returns: the payloads' bytes.
    static func drain(_ log: EmbeddedLog) throws -> Int {
        var bytes = 0
        for partition in try log.partitions() {
            let reader = try log.reader(of: partition, from: 0)
            defer { reader.close() }
            while try reader.read(
                limit: 8_192,
                { records in
                    for index in 0..<records.count { bytes += records.payload(at: index).byteCount }
                }) > 0
            {}
        }
        return bytes
    }
}
