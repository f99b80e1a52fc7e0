import Testing

@testable import Analysis

@Suite struct OffsetAuditTests {
    /// The gaps by definition: every committed offset that is not there, joined into ranges.
    private func gaps(of present: Set<Int64>, in partition: VerificationInput.Partition) -> [Range<Int64>] {
        var gaps: [Range<Int64>] = []
        for offset in partition.firstOffset..<partition.nextOffset where !present.contains(offset) {
            if partition.lost.contains(where: { $0.contains(offset) }) { continue }
            if let last = gaps.last, last.upperBound == offset {
                gaps[gaps.count - 1] = last.lowerBound..<offset + 1
            } else {
                gaps.append(offset..<offset + 1)
            }
        }
        return gaps
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `gaps are found whichever regular blocks are left out`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let first = Int64.random(in: 0..<300, using: &random)
        let next = first + Int64.random(in: 0..<2000, using: &random)
        var partition = VerificationInput.Partition(partition: 0, firstOffset: first, nextOffset: next)
        var end = first
        while seed % 2 == 1, end + 300 < next {
            let start = end + Int64.random(in: 0..<200, using: &random)
            end = start + Int64.random(in: 1..<100, using: &random)
            partition.lost.append(start..<end)
        }
        var present = Set(max(0, first - 70)..<next + 70)
        for _ in 0..<Int.random(in: 0..<8, using: &random) {
            let start = Int64.random(in: 0..<next + 70, using: &random)
            present.subtract(start..<start + Int64.random(in: 1..<200, using: &random))
        }
        // Some of what was recorded as lost is there all the same.
        for lost in partition.lost where Bool.random(using: &random) { present.subtract(lost) }
        var audit = OffsetAudit(partition: partition, exampleLimit: .max)
        let numbers = Set(present.map { $0 / 64 }).sorted()
        for (index, number) in numbers.enumerated() {
            let bits = (0..<64).reduce(UInt64(0)) { $0 | (present.contains(number * 64 + $1) ? 1 << UInt64($1) : 0) }
            let previous = index > 0 ? numbers[index - 1] : nil
            let isRegular =
                !partition.lost.contains { $0.overlaps(number * 64..<number * 64 + 64) } && bits == .max
                && number * 64 >= first && number * 64 + 64 <= next && previous == number - 1
                && index < numbers.count - 1
            if isRegular { continue }
            audit.add(OffsetAudit.Block(number: number, previous: previous, present: bits))
        }
        audit.finish()
        let expected = gaps(of: present, in: partition)
        #expect(audit.gaps == expected)
        #expect(audit.missing == expected.reduce(0) { $0 + Int64($1.count) })
        let outside = present.count { offset in
            offset < first || offset >= next || partition.lost.contains { $0.contains(offset) }
        }
        #expect(audit.outside == Int64(outside))
    }
}
