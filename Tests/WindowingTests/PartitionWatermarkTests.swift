import Commerce
import Testing

@testable import Windowing

struct PartitionWatermarkTests {
    @Test(arguments: 0..<40)
    func `as many are too late for their windows as windows turn away`(seed: Int) throws {
        var random = SeededGenerator(seed: seed)
        let settings = try WindowSettings(
            size: Int64.random(in: 1...50, using: &random), delay: Int64.random(in: 0...40, using: &random),
            lateness: Int64.random(in: 0...40, using: &random))
        var windows = PartialWindows(settings: settings)
        var expected = PartitionWatermark()
        var watermark = PartitionWatermark()
        var batch = TransactionBatch(partition: 0)
        for offset in 0..<400 {
            let time = Int64(offset / 2) - 100
            Sale.random(in: time - 150..<time + 10, using: &random).append(to: &batch, offset: offset)
        }
        var place = 0
        while place < batch.count {
            let end = min(place + Int.random(in: 1...90, using: &random), batch.count)
            let turnedAway = windows.add(batch, rows: place..<end, watermark: &expected, horizon: .min).tooLate
            let tooLate = watermark.observe(batch.timestamps.span.extracting(place..<end), settings)
            #expect(tooLate == turnedAway)
            #expect(watermark == expected)
            place = end
        }
        let none = watermark.observe([Int64]().span, settings)
        #expect(none == 0 && watermark == expected)
    }
}
