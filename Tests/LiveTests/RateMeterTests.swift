import Commerce
import Live
import Testing

@Suite struct RateMeterTests {
    private func at(_ seconds: Double) -> Timestamp {
        Timestamp(microseconds: Int64(seconds * 1_000_000))
    }

    @Test func `a steady stream has its rate, however often it is measured`() {
        for interval in [0.001, 0.25, 1, 3, 10] {
            var meter = RateMeter()
            var seconds = 100.0
            for index in 0..<200 {
                seconds = 100 + Double(index) * interval
                meter.record(Int64((seconds * 1_000).rounded()), at: at(seconds))
            }
            #expect(abs(meter.rate(at: at(seconds)) - 1_000) < 10, "every \(interval) s")
        }
    }

    @Test func `only the last seconds count`() {
        var meter = RateMeter()
        for second in 0...20 {
            meter.record(
                second < 10 ? Int64(second) * 1_000_000 : 10_000_000 + Int64(second) * 50, at: at(Double(second)))
        }
        #expect(meter.rate(at: at(20)) == 50)
    }

    @Test func `a stream that ends falls to nothing`() {
        var meter = RateMeter()
        for second in 0...10 { meter.record(Int64(second) * 100, at: at(Double(second))) }
        #expect(meter.rate(at: at(10)) == 100)
        #expect(meter.rate(at: at(12.5)) < 100)
        #expect(meter.rate(at: at(15)) == 0)
        #expect(meter.rate(at: at(500)) == 0)
    }

    @Test func `there is no rate before two moments are known`() {
        var meter = RateMeter()
        #expect(meter.rate(at: at(1)) == 0)
        meter.record(5, at: at(1))
        #expect(meter.rate(at: at(1)) == 0)
        meter.record(15, at: at(2))
        #expect(meter.rate(at: at(2)) == 10)
    }

    @Test func `a clock or a count that goes back begins anew`() {
        var meter = RateMeter()
        meter.record(1_000, at: at(100))
        meter.record(2_000, at: at(101))
        meter.record(2_010, at: at(50))
        meter.record(2_020, at: at(51))
        #expect(meter.rate(at: at(51)) == 10)
        meter.record(0, at: at(52))
        meter.record(7, at: at(53))
        #expect(meter.rate(at: at(53)) == 7)
    }
}
