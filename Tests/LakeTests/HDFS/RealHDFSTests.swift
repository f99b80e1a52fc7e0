import Lake
import LakeTesting
import System
import Testing

/// What only a real cluster can show.
@Suite(.enabled(if: RealHDFS.isReachable, "there is no real HDFS"), .serialized)
struct RealHDFSTests {
    static let pattern = (0..<99_998).map { UInt8(truncatingIfNeeded: ($0 &* 31) >> 2) }

    func piece(_ file: Int, _ number: Int) -> [UInt8] {
        Self.pattern + [UInt8(number), UInt8(file)]
    }

    @Test func `eight long files grow at the same time, in little memory, and come back as they were`() throws {
        try RealHDFS.with { lake in
            let before = ProcessResources.current().peakResidentBytes
            let files = try (0..<8).map { try lake.create("t/\($0)") }
            for number in 0..<150 {
                for (index, file) in files.enumerated() { try file.write(piece(index, number)) }
            }
            for file in files { try file.publish() }
            let grown = ProcessResources.current().peakResidentBytes - before
            #expect(grown < 60 << 20, "120 MB were written")
            #expect(try lake.list("t").map(\.size) == Array(repeating: 15_000_000, count: 8))
            let copies = try lake.localCopies(of: (0..<8).map { "t/\($0)" })
            for (index, copy) in copies.enumerated() {
                let content = try Files.read(copy)
                for number in 0..<150 where number.isMultiple(of: 29) {
                    #expect(content[number * 100_000..<(number + 1) * 100_000].elementsEqual(piece(index, number)))
                }
            }
        }
    }

    @Test func `a file that was begun and forgotten is gone, and one that was cut off is never seen`() throws {
        try RealHDFS.with { lake in
            let file = try lake.create("t/1")
            for number in 0..<30 { try file.write(piece(0, number)) }
            #expect(try lake.list("t").allSatisfy { $0.name.hasPrefix(".") })
            file.abandon()
            #expect(try lake.list("t").isEmpty)
        }
    }

    @Test func `names with every kind of character survive`() throws {
        try RealHDFS.with { lake in
            for name in ["a b", "city=Fès", "100%", "x+y&z", "a?b#c", "é%20", "100%25", "مراكش"] {
                let file = try lake.create("t/p=\(name)/\(name)")
                try file.write(Array(name.utf8))
                #expect(try file.publishIfAbsent())
                #expect(try lake.read("t/p=\(name)/\(name)") == Array(name.utf8))
                #expect(try lake.list("t/p=\(name)").map(\.name) == [name])
                #expect(try Files.read(try lake.localCopy(of: "t/p=\(name)/\(name)")) == Array(name.utf8))
            }
        }
    }

    @Test func `a directory is no file, and a taken name stays taken whatever has it`() throws {
        try RealHDFS.with { lake in
            try lake.create("t/sub/x").publish()
            let replacing = try lake.create("t/sub")
            #expect { try replacing.publish() } throws: { ($0 as? FileSystemError)?.code == .notADirectory }
            #expect(try !lake.create("t/sub").publishIfAbsent())
            #expect { try lake.read("t/sub") } throws: { $0 is FileSystemError }
            #expect(try lake.list("t").map(\.name) == ["sub"])
            #expect(try lake.read("t/sub/x").isEmpty)
        }
    }

    @Test func `a lake's tables are written, and read by another lake that starts afresh`() throws {
        try RealHDFS.with { fileSystem in
            let lock = try fileSystem.lock("_souk/lock")
            var lake = try Samples.lake(on: fileSystem)
            var expected: [String] = []
            for number in Int64(0)..<11 {
                let rows = Samples.transactions(500, seed: UInt64(number))
                let file = try Samples.addTransactions(
                    rows, partition: 0, firstOffset: number * 500, unique: "x\(number)", on: fileSystem)
                #expect(
                    try lake.transactions.commit([.add(file)], info: Samples.info()) == .committed(version: number + 1))
                _ = try lake.transactions.checkpointIfDue(now: Samples.now)
                expected += rows.enumerated().map { Samples.line(0, number * 500 + Int64($0.offset), $0.element) }
            }
            lock.unlock()
            let reopened = try Samples.lake(on: fileSystem)
            #expect(reopened.transactions.checkpointVersion == 10)
            #expect(try Samples.lines(reopened) == expected.sorted())
        }
    }

    @Test func `a port where nobody listens is unreachable, within the time for trying`() throws {
        try RealHDFS.with({ settings in
            settings.nameNodes = ["127.0.0.1:1"]
            settings.retryTime = .milliseconds(300)
        }) { lake in
            #expect { try lake.list("t") } throws: { ($0 as? FileSystemError)?.code == .unreachable }
        }
    }

    @Test func `a NameNode that does not listen is passed over`() throws {
        try RealHDFS.with({ $0.nameNodes.insert("127.0.0.1:1", at: 0) }) { lake in
            try lake.create("t/x").publish()
            #expect(try lake.list("t").map(\.name) == ["x"])
        }
    }
}
