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
        /// The files that were looked into.
        private(set) var lookedInto: [String] = []

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

        /// The files that the index finds; one that is looked into turns out to hold `rows`.
        func paths(
            _ ranges: [Int32: Range<Int64>], atMost limit: Int64 = .max, after commits: [DeltaCommit] = [],
            rows: [Int32: ClosedRange<Int64>] = [:]
        ) throws -> [String]? {
            try index.files(holding: ranges, atMost: limit, of: snapshot, after: commits) { file in
                lookedInto.append(file.path)
                return TransactionFileBounds(offsets: rows, isExact: true)
            }?.map(\.path)
        }
    }

    private let table = Table()

    /// A file with such statistics; without any if the offsets are nil.
    private static func file(
        _ partitions: ClosedRange<Int32>, _ offsets: ClosedRange<Int64>?, size: Int64 = 1
    ) -> AddFile {
        func place(_ partition: Int32, _ offset: Int64) -> String {
            #"{"_partition":\#(partition),"_offset":\#(offset)}"#
        }
        let stats = offsets.map {
            """
            {"numRecords":\($0.count),"minValues":\(place(partitions.lowerBound, $0.lowerBound)),\
            "maxValues":\(place(partitions.upperBound, $0.upperBound))}
            """
        }
        return AddFile(
            path: "\(partitions.lowerBound)-\(offsets?.lowerBound ?? 0)", size: size, modificationTime: 0, stats: stats)
    }

    private static func file(_ partition: Int32, _ offsets: ClosedRange<Int64>) -> AddFile {
        file(partition...partition, offsets)
    }

    @Test func `files that come are found, in the order of their offsets`() throws {
        let first = table.commit([Self.file(1, 0...9), Self.file(0, 0...9)])
        #expect(try table.paths([0: 0..<10, 1: 0..<10], after: [first]) == ["0-0", "1-0"])
        let second = table.commit([Self.file(0, 20...29), Self.file(0, 10...19)])
        let third = table.commit([Self.file(1, 10...19)])
        #expect(try table.paths([0: 10..<25], after: [second, third]) == ["0-10", "0-20"])
        #expect(try table.paths([0: 25..<26, 1: 12..<13]) == ["0-20", "1-10"])
        #expect(try table.paths([2: 0..<5]) == [])
    }

    @Test func `whoever asks for what lies before is answered too`() throws {
        let all = (0..<5).map { Self.file(0, $0 * 10...$0 * 10 + 9) }
        let commits = all.map { table.commit([$0]) }
        #expect(try table.paths([0: 40..<50], after: commits) == ["0-40"])
        #expect(try table.paths([0: 0..<50]) == all.map(\.path))
    }

    @Test func `files that were put together are not read twice, whatever is known of the commit`() throws {
        let parts = [Self.file(0, 0...9), Self.file(0, 10...19)]
        let first = table.commit(parts)
        #expect(try table.paths([0: 0..<20], after: [first]) == ["0-0", "0-10"])
        var whole = Self.file(0, 0...19)
        whole.path = "whole"
        let second = table.commit([whole], removing: parts)
        #expect(try table.paths([0: 0..<20], after: [second]) == ["whole"])
        // The log was shortened, so that the commits in between are not told.
        _ = table.commit([Self.file(0, 20...29)])
        let last = table.commit([Self.file(0, 30...39)])
        #expect(try table.paths([0: 15..<40], after: [last]) == ["whole", "0-20", "0-30"])
    }

    @Test func `a file of several partitions is looked into once, when its statistics don't rule it out any more`()
        throws
    {
        var whole = Self.file(0...1, 0...99)
        whole.path = "whole"
        let first = table.commit([whole, Self.file(1, 50...59)])
        let rows: [Int32: ClosedRange<Int64>] = [0: 0...99, 1: 0...49]
        #expect(try table.paths([0: 100..<110], after: [first], rows: rows) == [] && table.lookedInto.isEmpty)
        #expect(try table.paths([1: 50..<60], rows: rows) == ["1-50"] && table.lookedInto == ["whole"])
        #expect(try table.paths([1: 55..<60], rows: rows) == ["1-50"] && table.lookedInto == ["whole"])
    }

    @Test func `what a file was found to hold is remembered when the index begins anew`() throws {
        let silent = Self.file(0...0, nil)
        let first = table.commit([silent])
        #expect(try table.paths([0: 5..<6], after: [first], rows: [0: 0...99]) == ["0-0"])
        // Nobody tells of the commit.
        _ = table.commit([Self.file(0, 200...209)])
        #expect(try table.paths([0: 6..<300], rows: [0: 0...99]) == ["0-0", "0-200"])
        #expect(table.lookedInto == ["0-0"])
    }

    @Test func `more rows than are wanted are left alone, and nothing is looked into for them`() throws {
        let silent = Self.file(1...1, nil)
        let first = table.commit([Self.file(0, 0...99), silent])
        let rows: [Int32: ClosedRange<Int64>] = [1: 0...9]
        #expect(try table.paths([0: 50..<60], atMost: 9, after: [first], rows: rows) == nil && table.lookedInto.isEmpty)
        #expect(try table.paths([0: 50..<60], atMost: 10, rows: rows) == ["0-0"])
        #expect(try table.paths([0: 50..<60, 1: 5..<20], atMost: 14, rows: rows) == nil)
        #expect(try table.paths([0: 50..<60, 1: 5..<20], atMost: 15, rows: rows) == ["0-0", "1-0"])
    }

    @Test func `a file without statistics is looked into once`() throws {
        let silent = Self.file(0...0, nil)
        let first = table.commit([silent])
        for _ in 0..<3 {
            #expect(try table.paths([0: 5..<6], after: [first], rows: [0: 0...9]) == ["0-0"])
            #expect(table.lookedInto == ["0-0"])
        }
        let second = table.commit([Self.file(0, 10...19)])
        #expect(try table.paths([0: 10..<20], after: [second]) == ["0-10"] && table.lookedInto == ["0-0"])
    }

    @Test(arguments: [1, Int64.max, .min])
    func `where too much would have to be looked into, the answer is unknown until that is gone`(size: Int64) throws {
        let silent = (0..<5).map { Self.file($0...$0, nil, size: 1 << 28) } + [Self.file(5...5, nil, size: size)]
        let first = table.commit(silent)
        #expect(try table.paths([0: 5..<6], after: [first]) == nil && table.lookedInto.isEmpty)
        let second = table.commit([Self.file(0, 0...9)], removing: silent)
        #expect(try table.paths([0: 5..<6], after: [second]) == ["0-0"])
    }
}
