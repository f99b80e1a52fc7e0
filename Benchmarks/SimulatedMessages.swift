internal import Commerce
internal import Foundation
internal import Marketplace
internal import System

/// Simulated sales as files.
enum SimulatedMessages {
    /// Writes sales as NDJSON, and the same with the user's id and a tab before each, as `kcat -K` takes keys.
    static func write(_ count: Int, to path: String, keyed keyedPath: String) throws {
        let plain = try FileDescriptor(opening: path, [.write, .create, .exclusive])
        let keyed = try FileDescriptor(opening: keyedPath, [.write, .create, .exclusive])
        var simulator = MarketplaceSimulator(SimulatorSettings(seed: 7, start: SimulatedLog.start))
        var arena = MessageArena()
        var decoder = TransactionDecoder()
        var batch = TransactionBatch(partition: 0)
        var left = count
        while left > 0 {
            simulator.append(min(left, 8_192), to: &arena)
            var lines: [UInt8] = []
            var keyedLines: [UInt8] = []
            for index in 0..<arena.count {
                let message = Array(arena.bytes[arena.range(at: index)])
                decoder.decode(
                    arena.message(at: index), offset: 0, now: Timestamp(microseconds: .max / 2), into: &batch)
                lines += message + [UInt8(ascii: "\n")]
                keyedLines += Array(batch.users[batch.userIDs[0]].utf8) + [UInt8(ascii: "\t")] + message
                keyedLines.append(UInt8(ascii: "\n"))
                batch.removeAll()
            }
            try plain.write(lines)
            try keyed.write(keyedLines)
            left -= arena.count
            arena.removeAll()
        }
    }
}
