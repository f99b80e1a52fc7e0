import Testing

@testable import Windowing

struct StaleWindowsTests {
    private static let size: Int64 = 60

    /// Random windows, and the same in the plainest form.
    private func draw(
        _ count: Int, using generator: inout SystemRandomNumberGenerator
    ) -> (windows: StaleWindows, starts: Set<Int64>) {
        var windows = StaleWindows(size: Self.size, starts: [])
        var starts: Set<Int64> = []
        for _ in 0..<count {
            let first = Int64.random(in: -100...100, using: &generator)
            let last = first + Int64.random(in: 0...4, using: &generator)
            if first == last {
                windows.formUnion(starts: [first * Self.size])
            } else {
                windows.formUnion([first * Self.size..<(last + 1) * Self.size])
            }
            for index in first...last { starts.insert(index * Self.size) }
        }
        return (windows, starts)
    }

    @Test func `windows are kept each once and in order, however they come`() {
        var generator = SystemRandomNumberGenerator()
        for count in 0..<60 {
            let (windows, starts) = draw(count, using: &generator)
            #expect(windows.starts == starts.sorted())
            #expect(windows.count == starts.count && windows.isEmpty == starts.isEmpty)
            #expect(zip(windows.ranges, windows.ranges.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
            #expect(StaleWindows(size: Self.size, starts: starts.shuffled()) == windows)
        }
    }

    @Test func `a moment divides the windows into those that have ended and those that have not`() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            var (windows, starts) = draw(20, using: &generator)
            let moment = Int64.random(in: -6_500...6_500, using: &generator)
            let ended = starts.filter { $0 + Self.size <= moment }.sorted()
            let closed = windows.closed(through: moment).flatMap {
                stride(from: $0.lowerBound, to: $0.upperBound, by: Int64.Stride(Self.size))
            }
            #expect(closed == ended, "at \(moment)")
            windows.remove(through: moment)
            #expect(windows.starts == starts.subtracting(ended).sorted(), "at \(moment)")
        }
    }

    @Test func `ranges are united without a moment more or less`() {
        func united(_ ranges: [Range<Int64>], _ other: Range<Int64>) -> [Range<Int64>] {
            StaleWindows(size: 1, ranges: ranges + [other]).ranges
        }
        let ranges: [Range<Int64>] = [0..<10, 20..<30, 40..<50]
        #expect(united(ranges, 10..<20) == [0..<30, 40..<50])
        #expect(united(ranges, 5..<45) == [0..<50])
        #expect(united(ranges, 31..<39) == [0..<10, 20..<30, 31..<39, 40..<50])
        #expect(united([], 3..<4) == [3..<4])
        #expect(united(ranges, 7..<7) == ranges)
    }

    @Test func `windows are taken out of a set without a window more or less`() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            var (windows, starts) = draw(20, using: &generator)
            let (others, otherStarts) = draw(20, using: &generator)
            windows.subtract(others)
            #expect(windows.starts == starts.subtracting(otherStarts).sorted())
        }
    }

    @Test func `ranges that are too many are joined where the least lies between them`() {
        let ranges: [Range<Int64>] = [0..<10, 13..<20, 40..<50, 51..<60, 100..<110]
        #expect(StaleWindows.joined(ranges, atMost: 5) == ranges)
        #expect(StaleWindows.joined(ranges, atMost: 4) == [0..<10, 13..<20, 40..<60, 100..<110])
        #expect(StaleWindows.joined(ranges, atMost: 3) == [0..<20, 40..<60, 100..<110])
        #expect(StaleWindows.joined(ranges, atMost: 1) == [0..<110])
    }

    @Test func `no more windows are remembered one by one than there is room for, and none is lost`() {
        let starts = (0..<Int64(StaleWindows.limit + 10)).map { $0 * 10 * Self.size + ($0 % 7) * Self.size }
        let windows = StaleWindows(size: Self.size, starts: starts)
        #expect(windows.ranges.count == StaleWindows.limit)
        #expect(Set(windows.starts).isSuperset(of: starts))
    }

    @Test func `no accepted transaction comes after the last window`() {
        let size: Int64 = 60_000_000
        let end = StaleWindows.end(size: size)
        #expect(end % size == 0 && end > 7_289_654_400_000_000)
    }
}
