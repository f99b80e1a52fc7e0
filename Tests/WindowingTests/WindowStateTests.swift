import Commerce
import Testing

@testable import Windowing

@Suite struct WindowStateTests {
    private let settings = WindowSettings.standard
    private let minute: Int64 = 60_000_000

    private func cut(_ sales: [Sale], partition: Int32 = 0) -> CutWindows {
        var batch = TransactionBatch(partition: partition)
        for (offset, sale) in sales.enumerated() { sale.append(to: &batch, offset: offset) }
        var partial = PartialWindows(settings: settings)
        var watermark = PartitionWatermark()
        partial.add(batch, rows: 0..<batch.count, watermark: &watermark, forgottenEnd: .min)
        return partial.take(from: batch)
    }

    @Test func `a window closes when the watermark reaches its end, once`() throws {
        var state = WindowState(settings: settings)
        try state.merge(cut([Sale(timestamp: 0)]))
        #expect(state.close(upTo: minute - 1).isEmpty)
        #expect(state.close(upTo: minute).count == 4)
        #expect(state.close(upTo: 2 * minute).isEmpty)
        #expect(state.windowsClosed == 1)
        #expect(state.revised == 0)
    }

    @Test func `a late transaction revises the keys that it touches, and begins those that are new`() throws {
        var state = WindowState(settings: settings)
        try state.merge(cut([Sale(city: "Fès", timestamp: 0)]))
        _ = state.close(upTo: minute)
        try state.merge(cut([Sale(city: "Rabat", amount: 50, timestamp: 1)], partition: 1))
        let rows = state.close(upTo: minute)
        #expect(rows.map(\.dimension) == [.all, .category, .city, .paymentMethod])
        #expect(rows.map(\.key) == ["all", "Books", "Rabat", "Cash"])
        #expect(rows.map(\.revision) == [1, 1, 0, 1])
        #expect(rows.map(\.totalRevenue) == [150, 150, 50, 150])
        #expect(rows.map(\.average) == [75, 75, 50, 75])
        #expect(state.windowsClosed == 1)
        #expect(state.revised == 3)
    }

    @Test func `a window closed at the end of a bounded run is revised at once`() throws {
        var state = WindowState(settings: settings)
        try state.merge(cut([Sale(timestamp: 0)]))
        #expect(state.closeAll().count == 4)
        try state.merge(cut([Sale(timestamp: 1)]))
        #expect(state.close(upTo: minute - 1).map(\.revision) == [1, 1, 1, 1])
        #expect(state.close(upTo: minute).isEmpty)
        #expect(state.windowsClosed == 1)
    }

    @Test func `open windows are shown before they close: newest first, then by revenue, closed ones no more`() throws {
        var state = WindowState(settings: settings)
        try state.merge(
            cut([
                Sale(category: "Toys", amount: 40, timestamp: 0), Sale(category: "Books", amount: 70, timestamp: 1),
                Sale(category: "Toys", amount: 30, timestamp: minute),
                Sale(category: "Toys", amount: 41, timestamp: minute),
                Sale(category: "Books", amount: 71, timestamp: minute),
            ]))
        let rows = state.openRows(of: .category, limit: 10)
        #expect(rows.map(\.windowStart) == [minute, minute, 0, 0])
        #expect(rows.map(\.key) == ["Books", "Toys", "Books", "Toys"])
        #expect(rows.map(\.totalRevenue) == [71, 71, 70, 40])
        #expect(rows.map(\.numTransactions) == [1, 2, 1, 1])
        #expect(rows.map(\.average) == [71, 36, 70, 40])
        #expect(state.openRows(of: .all, limit: 1).map(\.totalRevenue) == [142])
        #expect(state.openRows(of: .category, limit: 3) == Array(rows.prefix(3)))
        _ = state.close(upTo: minute)
        #expect(state.openRows(of: .category, limit: 10) == Array(rows.prefix(2)))
    }

    @Test func `eviction forgets windows past their lateness and keeps what was not written`() throws {
        var state = WindowState(settings: settings)
        try state.merge(cut([Sale(timestamp: 0), Sale(timestamp: minute)]))
        _ = state.close(upTo: minute)
        state.evict(through: minute + settings.lateness - 1)
        #expect(state.count == 2)
        state.evict(through: 2 * minute + settings.lateness)
        #expect(state.count == 1, "the second window has rows that were never written")
        #expect(state.forgottenEnd == 2 * minute)
        #expect(state.close(upTo: 2 * minute).count == 4)
        state.evict(through: 2 * minute + settings.lateness)
        #expect(state.count == 0)
    }

    @Test func `a transaction of a forgotten window makes it stale and begins no second one`() throws {
        var state = WindowState(settings: settings)
        state.evict(through: minute + settings.lateness)
        var stale = StaleWindows(size: minute, starts: [])
        try state.merge(cut([Sale(timestamp: 0), Sale(timestamp: minute)]), stale: &stale)
        #expect(stale.starts == [0])
        #expect(state.closeAll().map(\.windowStart) == [minute, minute, minute, minute])
    }

    @Test func `keys that no window has any more are forgotten`() throws {
        var state = WindowState(settings: settings)
        for number in 0..<3_000 {
            try state.merge(cut([Sale(city: "city \(number)", timestamp: Int64(number) * minute)]))
        }
        _ = state.closeAll()
        state.evict(through: 2_990 * minute + settings.lateness)
        #expect(state.count == 10)
        #expect(state.keys.count == 13)
        try state.merge(cut([Sale(city: "city 2995", timestamp: 2_995 * minute)]))
        #expect(state.closeAll().map(\.key) == ["all", "Books", "city 2995", "Cash"])
    }

    @Test func `totals that can't be added up leave what there was`() throws {
        var totals = WindowTotals()
        totals.add(amount: WindowTotals.maximumRevenue - 5, quantity: 1)
        var more = WindowTotals()
        more.add(amount: 6, quantity: 1)
        let before = totals
        #expect(throws: WindowingError.self) { try totals.merge(more) }
        #expect(totals == before)
        more.revenue = 5
        try totals.merge(more)
        #expect(totals.revenue == 999_999_999_999_999_999)
    }

    @Test func `settings from outside are checked`() throws {
        #expect(throws: WindowingError.self) { try WindowSettings(size: 0) }
        #expect(throws: WindowingError.self) { try WindowSettings(size: .max) }
        #expect(throws: WindowingError.self) { try WindowSettings(delay: -1) }
        #expect(throws: WindowingError.self) { try WindowSettings(lateness: WindowSettings.longest + 1) }
        #expect(throws: WindowingError.self) { try WindowSettings(idleTimeout: -1) }
        #expect(try WindowSettings() == .standard)
        #expect(try WindowSettings(size: 1, delay: 0, lateness: 0, idleTimeout: 0).size == 1)
    }

    @Test func `dimensions are sorted as their names`() {
        let names = Dimension.allCases.map(\.name)
        #expect(names == names.sorted())
        #expect(Dimension.allCases.sorted() == Dimension.allCases)
        #expect(names.map { Dimension(name: $0) } == Dimension.allCases)
        #expect(Dimension(name: "user") == nil)
    }
}
