import Analysis
import Foundation
import Testing

@Suite struct VerificationTests {
    /// Writes a lake and verifies it against an input.
    private func verify(
        sales: [Sale], windows: [WindowRow], rejected: [RejectedRow], input: VerificationInput
    ) throws -> VerificationResult {
        var result = VerificationResult(checks: [])
        try withTestLake { lake in
            if !sales.isEmpty { try lake.write(sales) }
            if !windows.isEmpty { try lake.write(windows) }
            if !rejected.isEmpty { try lake.write(rejected) }
            result = try Verification(database: try lake.database(), input: input).run()
        }
        return result
    }

    /// Writes what a right pipeline would, with a fault planted by `damage`, and gives the names of the failed checks.
    private func failures(
        seed: UInt64 = 1,
        damage: (inout [Sale], inout [WindowRow], inout [RejectedRow], inout VerificationInput) -> Void
    ) throws -> Set<String> {
        let pipeline = ReferencePipeline(seed: seed)
        var (sales, windows, rejected, input) = (
            pipeline.sales, pipeline.windows, pipeline.rejected, pipeline.input
        )
        damage(&sales, &windows, &rejected, &input)
        let result = try verify(sales: sales, windows: windows, rejected: rejected, input: input)
        let failed = result.checks.filter { !$0.passed }
        #expect(result.passed == failed.isEmpty)
        return Set(failed.map(\.name))
    }

    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func `a right lake passes`(seed: UInt64) throws {
        let pipeline = ReferencePipeline(seed: seed)
        #expect(pipeline.windows.contains { $0.revision > 0 })
        let result = try verify(
            sales: pipeline.sales, windows: pipeline.windows, rejected: pipeline.rejected, input: pipeline.input)
        #expect(result.passed, "\(result.text)")
        #expect(result.text.hasSuffix("The lake is right.\n"))
    }

    @Test func `an empty lake passes`() throws {
        let input = VerificationInput(
            windowSize: 60_000_000,
            partitions: [.init(partition: 0, firstOffset: 5, nextOffset: 5)],
            counters: .init(read: 0, accepted: 0, rejected: 0, windowed: 0), closedThrough: nil,
            allClosed: false)
        #expect(try verify(sales: [], windows: [], rejected: [], input: input).passed)
    }

    @Test func `a missing offset is found`() throws {
        let failed = try failures { sales, _, _, _ in sales.remove(at: 400) }
        #expect(failed.contains("offsets_contiguous") && failed.contains("counter_accepted"))
        #expect(
            try failures { _, _, rejected, _ in rejected.remove(at: 3) } == ["offsets_contiguous", "counter_rejected"])
    }

    @Test func `a gap that was recorded as lost is right, and nothing else is`() throws {
        let gap = Int64(100)..<240
        func verify(recorded: Range<Int64>, counted: Int64, keeping kept: Range<Int64> = 0..<0) throws -> Set<String> {
            try failures { sales, _, rejected, input in
                let isGone = { (partition: Int32, offset: Int64) in
                    partition == 0 && gap.contains(offset) && !kept.contains(offset)
                }
                let before = sales.count + rejected.count
                sales.removeAll { isGone($0.partition, $0.offset) }
                rejected.removeAll { isGone($0.partition, $0.offset) }
                input.counters.read -= Int64(before - sales.count - rejected.count)
                input.partitions[0].lost = [recorded]
                input.counters.lost = counted
            }
        }
        // What was lost leaves the windows and the other counters wrong, since this lake had it first.
        let offsets = ["offsets_contiguous", "offsets_committed", "counter_committed", "counter_lost"]
        #expect(try verify(recorded: gap, counted: 140).isDisjoint(with: offsets))
        #expect(try verify(recorded: 100..<230, counted: 130).contains("offsets_contiguous"))
        #expect(try verify(recorded: gap, counted: 139).contains("counter_lost"))
        #expect(try verify(recorded: gap, counted: 140, keeping: 128..<192).contains("offsets_committed"))
    }

    @Test func `missing offsets at either end and whole partitions are found as ranges`() throws {
        let pipeline = ReferencePipeline(seed: 2)
        var input = pipeline.input
        input.partitions[0].nextOffset += 200
        input.partitions[1].firstOffset -= 4
        input.partitions.append(.init(partition: 9, firstOffset: 7, nextOffset: 8))
        input.counters.read += 205
        let result = try verify(
            sales: pipeline.sales, windows: pipeline.windows, rejected: pipeline.rejected, input: input)
        let check = result.checks.first { $0.name == "offsets_contiguous" }
        let next = pipeline.input.partitions[0].nextOffset
        #expect(
            check?.examples == [
                "partition 0: offsets \(next)…\(next + 199) are missing (200)",
                "partition 1: offsets 6…9 are missing (4)", "partition 9: offset 7 is missing",
            ])
        input.allowsGaps = true
        let tolerant = try verify(
            sales: pipeline.sales, windows: pipeline.windows, rejected: pipeline.rejected, input: input)
        #expect(tolerant.checks.first { $0.name == "offsets_contiguous" }?.passed == true)
    }

    @Test func `a duplicate is found`() throws {
        let failed = try failures { sales, _, _, _ in sales.append(sales[0]) }
        #expect(failed.contains("offsets_unique") && failed.contains("windows_exact"))
        #expect(!failed.contains("offsets_contiguous"))
        let across = try failures { sales, _, rejected, _ in
            rejected.append(RejectedRow(partition: sales[0].partition, offset: sales[0].offset))
        }
        #expect(across == ["offsets_unique", "counter_rejected"])
    }

    @Test func `messages outside the committed offsets are found`() throws {
        let failed = try failures { _, _, rejected, _ in rejected.append(RejectedRow(partition: 0, offset: 5000)) }
        #expect(failed == ["offsets_committed", "counter_rejected"])
        let unknown = try failures { _, _, rejected, _ in rejected.append(RejectedRow(partition: 77, offset: 0)) }
        #expect(unknown == ["offsets_committed", "counter_rejected"])
        let negative = try failures { _, _, rejected, _ in rejected.append(RejectedRow(partition: 0, offset: -1)) }
        #expect(negative == ["offsets_committed", "counter_rejected"])
    }

    @Test(
        arguments: [
            { $0.revenue += 1 }, { $0.average -= 1 }, { $0.quantity += 1 }, { $0.largest -= 1 },
            { $0.transactions += 1 },
        ] as [@Sendable (inout WindowRow) -> Void])
    func `one wrong centime or count is found`(change: @Sendable (inout WindowRow) -> Void) throws {
        let failed = try failures { _, windows, _, _ in
            let last = windows.lastIndex { $0.dimension == "city" } ?? 0
            change(&windows[last])
        }
        #expect(failed == ["windows_exact"])
    }

    @Test func `a missing window row is found and shown`() throws {
        let pipeline = ReferencePipeline(seed: 3)
        var windows = pipeline.windows
        let index = windows.firstIndex { $0.dimension == "all" && $0.transactions > 3 && $0.revision == 0 } ?? 0
        let gone = windows[index]
        windows.removeAll { $0.start == gone.start && $0.dimension == "all" }
        var input = pipeline.input
        input.counters.revised = nil
        let result = try verify(sales: pipeline.sales, windows: windows, rejected: pipeline.rejected, input: input)
        let failed = result.checks.filter { !$0.passed }
        #expect(failed.map(\.name) == ["windows_complete"])
        #expect(failed.first?.examples.first?.contains("Z all \"all\": total_revenue is nothing, should be ") == true)
        #expect(result.text.contains("FAIL windows_complete: 1 windows"))
    }

    @Test func `open windows may be missing and closed ones may not`() throws {
        var pipeline = ReferencePipeline(seed: 4)
        let starts = Set(pipeline.windows.map(\.start)).sorted()
        let boundary = starts[starts.count - 3]
        pipeline.closedThrough = boundary
        let written = pipeline.windows.filter { $0.end <= boundary }
        var input = pipeline.input
        input.counters.revised = nil
        let open = try verify(sales: pipeline.sales, windows: written, rejected: pipeline.rejected, input: input)
        #expect(open.passed, "\(open.text)")
        input.closedThrough = boundary + pipeline.windowSize
        let closed = try verify(sales: pipeline.sales, windows: written, rejected: pipeline.rejected, input: input)
        #expect(closed.checks.filter { !$0.passed }.map(\.name) == ["windows_complete"])
    }

    @Test func `a window without transactions is found`() throws {
        let failed = try failures { _, windows, _, _ in
            var row = windows[0]
            row.key = "Atlantis"
            windows.append(row)
        }
        #expect(failed.contains("windows_have_transactions"))
    }

    @Test func `spurious, repeated and missing revisions are found`() throws {
        func revised(_ windows: [WindowRow]) -> WindowRow {
            windows.first { $0.revision == 1 } ?? windows[0]
        }
        let spurious = try failures { _, windows, _, input in
            var row = revised(windows)
            row.revision = 2
            windows.append(row)
            input.counters.revised = nil
        }
        #expect(spurious == ["revisions_dense"])
        let repeated = try failures { _, windows, _, input in
            windows.append(revised(windows))
            input.counters.revised = nil
        }
        #expect(repeated == ["revisions_dense"])
        let missing = try failures { _, windows, _, input in
            let row = revised(windows)
            windows.removeAll {
                $0.start == row.start && $0.dimension == row.dimension && $0.key == row.key && $0.revision == 0
            }
        }
        #expect(missing == ["revisions_dense"])
        let lost = try failures { _, windows, _, input in
            let row = revised(windows)
            windows.removeAll { $0 == row }
        }
        #expect(lost == ["windows_exact", "counter_revised"])
    }

    @Test func `a row that spans no window is found`() throws {
        let failed = try failures { _, windows, _, _ in windows[0].end += 1 }
        #expect(failed == ["windows_bounded"])
    }

    @Test func `wrong counters are found one by one`() throws {
        #expect(try failures { $3.counters.read += 1 } == ["counter_read", "counter_committed"])
        #expect(try failures { $3.counters.accepted += 1 } == ["counter_accepted", "counter_read", "counter_windowed"])
        #expect(try failures { $3.counters.rejected += 1 } == ["counter_rejected", "counter_read"])
        #expect(try failures { $3.counters.windowed -= 1 } == ["counter_windowed"])
        #expect(try failures { $3.counters.revised? += 1 } == ["counter_revised"])
    }

    @Test func `windows that are recorded as stale may differ, and no others`() throws {
        func failures(stale count: Int) throws -> Set<String> {
            try self.failures { _, windows, _, input in
                let starts = Set(windows.map(\.start)).sorted()
                let stale = starts[3]..<starts[3] + Int64(count) * input.windowSize
                input.stale = [0..<input.windowSize, stale]
                // A sale is missing in the first, and the next has never been written.
                windows.removeAll { $0.start == stale.lowerBound + input.windowSize }
                for index in windows.indices where windows[index].start == stale.lowerBound {
                    windows[index].revenue -= 1
                }
            }
        }
        #expect(try failures(stale: 2).subtracting(["counter_revised"]).isEmpty)
        #expect(try failures(stale: 1).subtracting(["counter_revised"]) == ["windows_complete"])
        #expect(try failures(stale: 0).isSuperset(of: ["windows_complete", "windows_exact"]))
    }

    @Test func `the result is JSON for programs`() throws {
        let result = VerificationResult(checks: [.init(name: "a", passed: false, detail: "d\"", examples: ["\u{1B}"])])
        let object = try JSONSerialization.jsonObject(with: Data(result.json.utf8)) as? [String: Any]
        #expect(object?["passed"] as? Bool == false)
        let check = (object?["checks"] as? [[String: Any]])?.first
        #expect(check?["name"] as? String == "a" && check?["examples"] as? [String] == ["\u{1B}"])
        #expect(!result.text.contains("\u{1B}"))
    }
}
