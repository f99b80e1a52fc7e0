import Commerce
import Testing

@testable import Windowing

@Suite struct WindowStateEncodingTests {
    private let settings = WindowSettings.standard

    private func randomState(seed: Int, sales count: Int) throws -> WindowState {
        var generator = SeededGenerator(seed: seed)
        var state = WindowState(settings: settings)
        for partition in 0..<3 {
            var batch = TransactionBatch(partition: Int32(partition))
            for offset in 0..<count {
                Sale.random(in: 0..<3_600_000_000, using: &generator).append(to: &batch, offset: offset)
            }
            var partial = PartialWindows(settings: settings)
            var watermark = PartitionWatermark()
            partial.add(batch, rows: 0..<batch.count, watermark: &watermark, forgottenEnd: .min)
            try state.merge(partial.take(from: batch))
            _ = state.close(upTo: Int64.random(in: 0..<4_000_000_000, using: &generator))
        }
        state.evict(through: settings.lateness + 600_000_000)
        return state
    }

    @Test func `a state that is read back goes on as the one that was written`() throws {
        for seed in 0..<200 {
            var original = try randomState(seed: seed, sales: seed)
            let bytes = original.encoded()
            var reader = BinaryReader(bytes)
            var restored = try WindowState(from: &reader, settings: settings)
            try reader.finish()
            #expect(restored == original)
            #expect(restored.encoded() == bytes)
            #expect(restored.forgottenEnd == original.forgottenEnd)
            #expect(restored.windowsClosed == original.windowsClosed)
            #expect(restored.revised == original.revised)
            #expect(restored.closeAll() == original.closeAll())
        }
    }

    @Test func `states that hold the same are written the same, whatever they went through`() throws {
        let sales = (0..<50).map { index in
            Sale(city: Sale.cities[index % 5], amount: Int64(index + 1), timestamp: Int64(index) * 7_000_000)
        }
        let states = try [sales, sales.reversed()].map { sales in
            var state = WindowState(settings: settings)
            for sale in sales {
                var batch = TransactionBatch(partition: 0)
                sale.append(to: &batch, offset: 0)
                var partial = PartialWindows(settings: settings)
                var watermark = PartitionWatermark()
                partial.add(batch, rows: 0..<1, watermark: &watermark, forgottenEnd: .min)
                try state.merge(partial.take(from: batch))
            }
            return state
        }
        #expect(states[0] == states[1])
        #expect(states[0] != WindowState(settings: settings))
    }

    @Test func `every truncation is found`() throws {
        let bytes = try randomState(seed: 7, sales: 20).encoded()
        for count in bytes.indices {
            #expect(throws: BinaryReaderError.self, "\(count) bytes") {
                var reader = BinaryReader(Array(bytes[..<count]))
                _ = try WindowState(from: &reader, settings: settings)
            }
        }
    }

    @Test func `damaged bytes never crash, and what is still accepted can be used`() throws {
        let bytes = try randomState(seed: 8, sales: 10).encoded()
        var refused = 0
        for index in bytes.indices {
            for mask: UInt8 in [0x01, 0x10, 0x80, 0xFF] {
                var damaged = bytes
                damaged[index] ^= mask
                var reader = BinaryReader(damaged)
                guard var state = try? WindowState(from: &reader, settings: settings) else {
                    refused += 1
                    continue
                }
                _ = state.closeAll()
            }
        }
        #expect(refused > bytes.count)
    }

    @Test func `windows of another size and another version are refused`() throws {
        var bytes = try randomState(seed: 9, sales: 5).encoded()
        let other = try WindowSettings(size: 30_000_000)
        var reader = BinaryReader(bytes)
        let sizeError = #expect(throws: BinaryReaderError.self) { try WindowState(from: &reader, settings: other) }
        #expect(sizeError?.code == .invalidValue)
        bytes[0] = 2
        var newer = BinaryReader(bytes)
        let error = #expect(throws: BinaryReaderError.self) { try WindowState(from: &newer, settings: settings) }
        #expect(error?.code == .unsupportedVersion)
    }

    @Test func `a longer lateness does not reopen windows that were forgotten`() throws {
        var reader = BinaryReader(try randomState(seed: 10, sales: 5).encoded())
        let longer = try WindowSettings(lateness: 2 * settings.lateness)
        let state = try WindowState(from: &reader, settings: longer)
        #expect(state.forgottenEnd == 600_000_000)
    }
}
