import Commerce
import Testing

@testable import Windowing

@Suite struct WatermarkTrackerTests {
    /// One report: partition, largest event time in seconds, accepted, at the log's end, time of day in seconds.
    private struct Report {
        var partition: Int32
        var time: Int64?
        var accepted = 1
        var isCaughtUp = true
        var now: Int64
    }

    private static let second: Int64 = 1_000_000
    private let settings = WindowSettings.standard

    /// The watermark in seconds after some reports, of partitions 0 to 2.
    private func watermark(after reports: [Report], partitions: Int32 = 3, now: Int64) -> Int64? {
        let known = (0..<partitions).map { ($0, PartitionWatermark()) }
        var tracker = WatermarkTracker(settings: settings, partitions: Dictionary(uniqueKeysWithValues: known))
        for report in reports {
            tracker.report(
                report.partition,
                watermark: PartitionWatermark(largestEventTime: report.time.map { $0 * Self.second }),
                accepted: report.accepted, isCaughtUp: report.isCaughtUp, now: report.now * Self.second)
        }
        return tracker.pipelineWatermark(now: now * Self.second).map { $0 / Self.second }
    }

    @Test func `the slowest active partition holds the watermark`() {
        let reports = [
            Report(partition: 0, time: 10_000, now: 10_000), Report(partition: 1, time: 9_000, now: 10_000),
            Report(partition: 2, time: 500, isCaughtUp: false, now: 10_000),
        ]
        #expect(watermark(after: reports, now: 10_000) == 440)
        #expect(watermark(after: reports, now: 10_029) == 440)
        #expect(watermark(after: reports, now: 90_000) == 440, "one that has unread records is never idle")
    }

    @Test func `a partition that was never reported holds everything back`() {
        let reports = [Report(partition: 0, time: 10_000, now: 10_000), Report(partition: 1, time: 9_000, now: 10_000)]
        #expect(watermark(after: reports, now: 10_000) == nil)
        #expect(watermark(after: reports, now: 90_000) == nil)
    }

    @Test func `a partition with unread records and no transaction holds everything back`() {
        let reports = [
            Report(partition: 0, time: 10_000, now: 10_000), Report(partition: 1, time: 9_000, now: 10_000),
            Report(partition: 2, time: nil, accepted: 0, isCaughtUp: false, now: 10_000),
        ]
        #expect(watermark(after: reports, now: 90_000) == nil)
    }

    @Test func `an empty partition holds the watermark back for the idle time-out only`() {
        let reports = [
            Report(partition: 2, time: nil, accepted: 0, now: 10_000),
            Report(partition: 0, time: 10_020, now: 10_020), Report(partition: 1, time: 9_000, now: 10_020),
        ]
        #expect(watermark(after: reports, now: 10_029) == nil)
        #expect(watermark(after: reports, now: 10_030) == 8_940)
    }

    @Test func `a partition that only gets refused messages is as idle as an empty one`() {
        let reports = [
            Report(partition: 0, time: 10_000, now: 10_000), Report(partition: 1, time: 10_000, now: 10_000),
            Report(partition: 2, time: nil, accepted: 0, now: 9_990),
            Report(partition: 2, time: nil, accepted: 0, now: 10_010),
            Report(partition: 2, time: nil, accepted: 0, now: 10_019),
        ]
        #expect(watermark(after: reports, now: 10_019) == nil)
        #expect(watermark(after: reports, now: 10_020) == 9_940)
    }

    @Test func `an idle partition lets the others go on`() {
        let reports = [
            Report(partition: 0, time: 5_000, now: 10_000), Report(partition: 1, time: 9_990, now: 10_025),
            Report(partition: 2, time: 9_980, now: 10_025),
        ]
        #expect(watermark(after: reports, now: 10_029) == 4_940)
        #expect(watermark(after: reports, now: 10_030) == 9_920)
    }

    @Test func `when all are idle the wall clock closes the last window, and goes no further`() {
        let reports = (0..<3).map { Report(partition: Int32($0), time: 10_000 + Int64($0), now: 10_005) }
        #expect(watermark(after: reports, now: 10_034) == 9_940)
        #expect(watermark(after: reports, now: 10_035) == 9_975, "now less the delay")
        #expect(watermark(after: reports, now: 10_100) == 10_020, "the window of 10,002 ends at 10,020")
    }

    @Test func `an old log closes all of its windows at its end, and can still be continued`() {
        let reports = (0..<3).map { Report(partition: Int32($0), time: 1_000 - Int64($0), now: 1_000_000) }
        #expect(watermark(after: reports, now: 1_000_031) == 1_020)
    }

    @Test func `a clock that is far behind never takes the watermark back, and one far ahead no further than the data`()
    {
        let reports = (0..<3).map { Report(partition: Int32($0), time: 10_000, now: 0) }
        #expect(watermark(after: reports, now: 31) == 9_940)
        #expect(watermark(after: reports, now: 9_000_000_000) == 10_020)
    }

    @Test func `nothing is known while no partition has a transaction`() {
        let reports = (0..<3).map { Report(partition: Int32($0), time: nil, accepted: 0, now: 10_000) }
        #expect(watermark(after: reports, now: 20_000) == nil)
        #expect(watermark(after: [], partitions: 0, now: 20_000) == nil)
    }

    @Test func `the watermark never goes back`() {
        var tracker = WatermarkTracker(settings: settings, partitions: [0: PartitionWatermark()], watermark: 50)
        #expect(tracker.current == 50)
        #expect(tracker.pipelineWatermark(now: 0) == 50)
        let report = { (tracker: inout WatermarkTracker, partition: Int32, seconds: Int64) in
            tracker.report(
                partition, watermark: PartitionWatermark(largestEventTime: seconds * Self.second), accepted: 1,
                isCaughtUp: false, now: 0)
        }
        report(&tracker, 0, 1_000)
        #expect(tracker.pipelineWatermark(now: 0) == 940 * Self.second)
        tracker.add(1)
        report(&tracker, 0, 2_000)
        #expect(tracker.pipelineWatermark(now: 0) == 940 * Self.second, "a new partition holds it")
        report(&tracker, 1, 500)
        #expect(tracker.pipelineWatermark(now: 0) == 940 * Self.second)
        report(&tracker, 1, 1_500)
        #expect(tracker.pipelineWatermark(now: 0) == 1_440 * Self.second)
    }

    @Test func `a clock that is set back does not keep a partition active`() {
        let reports = [
            Report(partition: 0, time: 100, now: 10_000), Report(partition: 0, time: 100, accepted: 0, now: 5_000),
            Report(partition: 1, time: 4_000, now: 5_025), Report(partition: 2, time: 4_000, now: 5_025),
        ]
        #expect(watermark(after: reports, now: 5_029) == 40)
        #expect(watermark(after: reports, now: 5_030) == 3_940)
    }

    @Test func `a partition's watermark is read back as it was written`() throws {
        for time in [nil, 0, -1, 1_700_000_000_000_000] as [Int64?] {
            var writer = BinaryWriter()
            PartitionWatermark(largestEventTime: time).encode(into: &writer)
            var reader = BinaryReader(writer.bytes)
            #expect(try PartitionWatermark(from: &reader) == PartitionWatermark(largestEventTime: time))
            try reader.finish()
        }
        var writer = BinaryWriter()
        PartitionWatermark(largestEventTime: .min).encode(into: &writer)
        var reader = BinaryReader(writer.bytes)
        #expect(throws: BinaryReaderError.self) { try PartitionWatermark(from: &reader) }
    }
}
