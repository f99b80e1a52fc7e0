import Commerce
import Lake
import Testing
import Windowing

@testable import Streaming

/// What a lake holds, whatever files and commits it lies in. Reading it also finds what must not be in any lake.
struct LakeContent: Equatable {
    /// A message's place in the log.
    struct Place: Hashable {
        var partition: Int32
        var offset: Int64
    }

    /// What a row of `windows` is about.
    struct WindowKey: Hashable {
        var start: Int64
        var dimension: String
        var key: String
    }

    /// What it says.
    struct WindowValues: Equatable {
        var revenue: Int64 = 0
        var average: Int64 = 0
        var count: Int64 = 0
        var quantity: Int64 = 0
        var maximum: Int64 = 0

        init() {}

        init(_ row: Lake.WindowRow) {
            revenue = row.totalRevenue
            average = row.averageTransaction
            count = row.transactionCount
            quantity = row.quantity
            maximum = row.maximumAmount
        }
    }

    /// What is kept of a refused message.
    struct Refusal: Equatable {
        var reason: String
        var payload: [UInt8]
    }

    var transactions: [Place: Transaction] = [:]
    var rejected: [Place: Refusal] = [:]
    /// The rows of the highest revisions.
    var windows: [WindowKey: WindowValues] = [:]
    /// The offsets that retention removed before they were read, by partition.
    var lost: [Int32: [Range<Int64>]] = [:]
    /// The account without what depends on when commits were made.
    var accounting = Accounting()

    init() {}

    /// Reads a lake and checks that no message is there twice, that revisions are dense, that the account agrees with the
    /// rows, and that the commits' pieces follow each other without gaps.
    init(
        of fileSystem: any FileSystem, pipeline: String = "souk", sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let lake = try #require(try TransactionLake.open(on: fileSystem), sourceLocation: sourceLocation)
        try readTransactions(lake, sourceLocation)
        try readRejected(lake, sourceLocation)
        let revised = try readWindows(lake, sourceLocation)
        let records = try CommitHistory(lake.transactions, pipeline: pipeline).all()
        #expect(records.map(\.sequence) == Array(1..<Int64(records.count) + 1), sourceLocation: sourceLocation)
        guard let last = records.last else { return }
        accounting = last.accounting
        #expect(accounting.addsUp, sourceLocation: sourceLocation)
        #expect(accounting.accepted == transactions.count, sourceLocation: sourceLocation)
        #expect(accounting.rejected == rejected.count, sourceLocation: sourceLocation)
        #expect(accounting.revised == revised, sourceLocation: sourceLocation)
        checkPieces(records, sourceLocation)
        lost = last.partitionStarts.mapValues(\.lost).filter { !$0.value.isEmpty }
        #expect(
            accounting.lost == lost.values.joined().reduce(0) { $0 + Int64($1.count) }, sourceLocation: sourceLocation)
        accounting.revised = 0
        accounting.commits = 0
    }

    /// The files of a lake that nobody names.
    static func leftOvers(in fileSystem: any FileSystem, pipeline: String = "souk") throws -> [String] {
        let lake = try #require(try TransactionLake.open(on: fileSystem))
        var names: [String] = []
        for table in [lake.transactions, lake.windows, lake.rejected] {
            let orphans = try table.orphans()
            names += (orphans.dataFiles + orphans.hiddenFiles).map { "\(table.directory)/\($0.name)" }
        }
        let state = try CommitHistory(lake.transactions, pipeline: pipeline).last()?.state.name
        let states = try fileSystem.list("_souk/state").map(\.name)
        return names + states.filter { name in state.map { !name.hasPrefix($0) } ?? true }
    }

    private mutating func readTransactions(_ lake: TransactionLake, _ sourceLocation: SourceLocation) throws {
        let files = lake.transactions.snapshot.sortedFiles
        try TransactionsTable.forEachBatch(of: files, on: lake.fileSystem, currency: .moroccanDirham) { batch in
            for row in 0..<batch.count {
                let place = Place(partition: batch.partition, offset: batch.offsets[row])
                if transactions.updateValue(batch.transaction(at: row), forKey: place) != nil {
                    Issue.record("\(place) is there twice", sourceLocation: sourceLocation)
                }
            }
        }
    }

    private mutating func readRejected(_ lake: TransactionLake, _ sourceLocation: SourceLocation) throws {
        try RejectedTable.forEachBatch(of: lake.rejected.snapshot.sortedFiles, on: lake.fileSystem) { rows in
            for row in rows {
                let place = Place(partition: row.partition, offset: row.offset)
                if rejected[place] != nil || transactions[place] != nil {
                    Issue.record("\(place) is there twice", sourceLocation: sourceLocation)
                }
                rejected[place] = Refusal(reason: row.reason, payload: row.payload)
            }
        }
    }

    private mutating func readWindows(_ lake: TransactionLake, _ sourceLocation: SourceLocation) throws -> Int64 {
        var revisions: [WindowKey: [Int32: Lake.WindowRow]] = [:]
        try WindowsTable.forEachBatch(
            of: lake.windows.snapshot.sortedFiles, on: lake.fileSystem, currency: .moroccanDirham
        ) { rows in
            for row in rows {
                let key = WindowKey(start: row.windowStart.microseconds, dimension: row.dimension, key: row.key)
                if revisions[key, default: [:]].updateValue(row, forKey: row.revision) != nil {
                    Issue.record("revision \(row.revision) of \(key) is there twice", sourceLocation: sourceLocation)
                }
            }
        }
        var revised: Int64 = 0
        for (key, rows) in revisions {
            let last = Int32(rows.count - 1)
            guard let row = rows[last], rows.keys.min() == 0 else {
                Issue.record("revisions of \(key) are missing", sourceLocation: sourceLocation)
                continue
            }
            revised += Int64(last)
            windows[key] = WindowValues(row)
        }
        return revised
    }

    /// The commits' pieces of each partition must follow each other from the lake's first offset on, and hold what the tables
    /// hold, save what was lost.
    private func checkPieces(_ records: [CommitRecord], _ sourceLocation: SourceLocation) {
        guard let starts = records.last?.partitionStarts else { return }
        var next = starts.mapValues(\.firstOffset)
        var lost: [Int32: Set<Int64>] = [:]
        for (index, record) in records.enumerated() {
            for piece in record.pieces {
                let isBeginning = index == 0 && piece.to == piece.from && record.read == 0
                #expect(
                    piece.from == next[piece.partition] && (piece.to > piece.from || isBeginning),
                    sourceLocation: sourceLocation)
                next[piece.partition] = piece.to
                lost[piece.partition, default: []].formUnion(piece.from..<piece.from + (piece.lost ?? 0))
            }
        }
        #expect(next == starts.mapValues(\.offset), sourceLocation: sourceLocation)
        for (partition, start) in starts {
            #expect(lost[partition, default: []] == Set(start.lost.joined()), sourceLocation: sourceLocation)
            let isRight = (start.firstOffset..<start.offset).allSatisfy { offset in
                let place = Place(partition: partition, offset: offset)
                let isThere = transactions[place] != nil || rejected[place] != nil
                return isThere != (lost[partition]?.contains(offset) == true)
            }
            #expect(isRight, "partition \(partition) has gaps", sourceLocation: sourceLocation)
        }
        let count = starts.values.reduce(0) { $0 + $1.offset - $1.firstOffset }
        #expect(Int64(transactions.count + rejected.count) + accounting.lost == count, sourceLocation: sourceLocation)
    }
}
