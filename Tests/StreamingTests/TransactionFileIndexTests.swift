import Testing

@testable import Lake
@testable import Streaming

struct TransactionFileIndexTests {
    /// A table, and an index that follows it.
    private final class Table {
        private var snapshot = DeltaSnapshot(
            version: 0, tableProtocol: .plain,
            metadata: TableMetadata(id: "00000000-0000-4000-8000-000000000001", schemaString: "{}", createdTime: 0))
        private var index = TransactionFileIndex()

        /// A commit of the table's next version.
        func commit(_ files: [AddFile], removing removed: [AddFile] = []) -> DeltaCommit {
            snapshot.version += 1
            let removals = removed.map {
                DeltaAction.remove(RemoveFile($0, deletionTimestamp: 0, dataChange: false))
            }
            let commit = DeltaCommit(
                version: snapshot.version, actions: removals + files.map(DeltaAction.add), info: nil)
            snapshot.apply(commit.actions)
            return commit
        }

        /// What the index finds.
        func files(
            _ ranges: [Int32: Range<Int64>], after commits: [DeltaCommit] = []
        ) -> (files: [AddFile], rows: Int64)? {
            index.files(holding: ranges, of: snapshot, after: commits)
        }

        func paths(_ ranges: [Int32: Range<Int64>], after commits: [DeltaCommit] = []) -> [String]? {
            files(ranges, after: commits)?.files.map(\.path)
        }
    }

    private let table = Table()

    private static func file(_ partition: Int32, _ offsets: ClosedRange<Int64>, hasStatistics: Bool = true) -> AddFile {
        let place = { (offset: Int64) in #"{"_partition":\#(partition),"_offset":\#(offset)}"# }
        let stats = """
            {"numRecords":\(offsets.count),"minValues":\(place(offsets.lowerBound)),"maxValues":\(place(offsets.upperBound))}
            """
        return AddFile(
            path: "\(partition)-\(offsets.lowerBound)", size: 1, modificationTime: 0, stats: hasStatistics ? stats : nil
        )
    }

    @Test func `files that come are found, in the order of their offsets`() {
        let first = table.commit([Self.file(1, 0...9), Self.file(0, 0...9)])
        #expect(table.paths([0: 0..<10, 1: 0..<10], after: [first]) == ["0-0", "1-0"])
        let second = table.commit([Self.file(0, 20...29), Self.file(0, 10...19)])
        let third = table.commit([Self.file(1, 10...19)])
        #expect(table.paths([0: 10..<25], after: [second, third]) == ["0-10", "0-20"])
        #expect(table.paths([0: 25..<26, 1: 12..<13]) == ["0-20", "1-10"])
        #expect(table.files([0: 25..<26])?.rows == 10)
        #expect(table.paths([2: 0..<5]) == [])
    }

    @Test func `whoever asks for what lies before is answered too`() {
        let all = (0..<5).map { Self.file(0, $0 * 10...$0 * 10 + 9) }
        let commits = all.map { table.commit([$0]) }
        #expect(table.paths([0: 40..<50], after: commits) == ["0-40"])
        #expect(table.paths([0: 0..<50]) == all.map(\.path))
    }

    @Test func `files that were put together are not read twice, whatever is known of the commit`() {
        let parts = [Self.file(0, 0...9), Self.file(0, 10...19)]
        let first = table.commit(parts)
        #expect(table.paths([0: 0..<20], after: [first]) == ["0-0", "0-10"])
        var whole = Self.file(0, 0...19)
        whole.path = "whole"
        let second = table.commit([whole], removing: parts)
        #expect(table.paths([0: 0..<20], after: [second]) == ["whole"])
        // The log was shortened, so that the commits in between are not told.
        _ = table.commit([Self.file(0, 20...29)])
        let last = table.commit([Self.file(0, 30...39)])
        #expect(table.paths([0: 15..<40], after: [last]) == ["whole", "0-20", "0-30"])
    }

    @Test func `a file that does not say what it holds makes the answer unknown until it is gone`() {
        let silent = Self.file(0, 0...9, hasStatistics: false)
        let first = table.commit([silent])
        #expect(table.paths([0: 5..<6], after: [first]) == nil)
        #expect(table.paths([0: 5..<6]) == nil)
        let second = table.commit([Self.file(0, 0...9)], removing: [silent])
        #expect(table.paths([0: 5..<6], after: [second]) == ["0-0"])
    }
}
