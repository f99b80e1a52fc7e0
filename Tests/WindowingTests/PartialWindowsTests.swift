import Commerce
import Testing

@testable import Windowing

@Suite struct PartialWindowsTests {
    private let settings = WindowSettings.standard
    private let minute: Int64 = 60_000_000

    private func windows(
        of sales: [Sale], in partial: inout PartialWindows, step: Int = .max
    ) throws -> [WindowRow] {
        var batch = TransactionBatch(partition: 0)
        var watermark = PartitionWatermark()
        for (offset, sale) in sales.enumerated() {
            sale.append(to: &batch, offset: offset)
            if batch.count == step || offset == sales.count - 1 {
                partial.add(batch, rows: 0..<batch.count, watermark: &watermark, forgottenEnd: .min)
                batch.removeAll()
            }
        }
        var state = WindowState(settings: partial.settings)
        try state.merge(partial.take(from: batch))
        return state.closeAll()
    }

    @Test func `a transaction is in the window that its time begins, not in the one that it ends`() throws {
        var partial = PartialWindows(settings: settings)
        let rows = try windows(of: [Sale(timestamp: minute - 1), Sale(timestamp: minute)], in: &partial)
        #expect(rows.filter { $0.dimension == .all }.map(\.windowStart) == [0, minute])
        #expect(rows.filter { $0.dimension == .all }.map(\.windowEnd) == [minute, 2 * minute])
    }

    @Test func `times before the epoch fall into windows like others`() throws {
        var partial = PartialWindows(settings: settings)
        let rows = try windows(of: [Sale(timestamp: -1), Sale(timestamp: -minute)], in: &partial)
        #expect(rows.first?.windowStart == -minute)
        #expect(rows.first?.numTransactions == 2)
    }

    @Test func `a window that is known to be forgotten is named, and its transactions are seen by the watermark`() {
        for (forgottenEnd, isForgotten) in [(minute - 1, false), (minute, true)] {
            var partial = PartialWindows(settings: settings)
            var batch = TransactionBatch(partition: 0)
            var watermark = PartitionWatermark()
            Sale(timestamp: 5).append(to: &batch, offset: 0)
            Sale(timestamp: 7).append(to: &batch, offset: 1)
            partial.add(batch, rows: 0..<2, watermark: &watermark, forgottenEnd: forgottenEnd)
            #expect(watermark.largestEventTime == 7)
            #expect(!partial.isEmpty)
            let cut = partial.take(from: batch)
            #expect(cut.forgotten == (isForgotten ? [0] : []) && cut.parts.isEmpty == isForgotten)
            #expect(partial.isEmpty)
        }
    }

    @Test func `more windows than the table holds are put aside and lose nothing`() throws {
        let settings = try WindowSettings(size: 1_000_000, lateness: WindowSettings.longest)
        var generator = SeededGenerator(seed: 1)
        let sales = (0..<60_000).map { index in
            Sale.random(in: Int64(index) * 1_000_000..<Int64(index) * 1_000_000 + 1, using: &generator)
        }.shuffled(using: &generator)
        var partial = PartialWindows(settings: settings)
        let rows = try windows(of: sales, in: &partial, step: 7_000)
        #expect(Oracle(rows) == Oracle(sales, size: settings.size))
    }

    @Test func `more keys than have a place in the table are counted all the same`() throws {
        var generator = SeededGenerator(seed: 2)
        let sales = (0..<12_000).map { index in
            var sale = Sale.random(in: 0..<10 * minute, using: &generator)
            sale.city = "city \(index < 3_000 ? index / 30 : Int.random(in: 0..<2_000, using: &generator))"
            return sale
        }
        var partial = PartialWindows(settings: settings)
        let rows = try windows(of: sales, in: &partial, step: 500)
        #expect(Oracle(rows) == Oracle(sales, size: settings.size))
    }

    @Test func `a lane that holds too much asks to be cut, and is empty afterwards`() throws {
        var batch = TransactionBatch(partition: 0)
        for offset in 0..<2_048 {
            Sale(city: "city \(offset)", timestamp: 0).append(to: &batch, offset: offset)
        }
        var partial = PartialWindows(settings: settings)
        var watermark = PartitionWatermark()
        var calls = 0
        while !partial.isFull, calls < 1_000 {
            partial.add(batch, rows: 0..<batch.count, watermark: &watermark, forgottenEnd: .min)
            calls += 1
        }
        #expect(calls == 256, "the 1,024 cities beyond the table are put aside one by one")
        var state = WindowState(settings: settings)
        try state.merge(partial.take(from: batch))
        #expect(partial.isEmpty && !partial.isFull)
        let rows = state.closeAll()
        #expect(rows.first?.numTransactions == 524_288)
        #expect(rows.filter { $0.dimension == .city }.map(\.numTransactions) == Array(repeating: 256, count: 2_048))
    }

    @Test func `a revenue beyond the lake's decimal is a typed error and no trap`() throws {
        var partial = PartialWindows(settings: settings)
        let sales = Array(repeating: Sale(amount: 1 << 61, timestamp: 0), count: 9)
        let error = #expect(throws: WindowingError.self) { try windows(of: sales, in: &partial, step: 2) }
        #expect(error?.code == .totalOutOfRange)
    }
}
