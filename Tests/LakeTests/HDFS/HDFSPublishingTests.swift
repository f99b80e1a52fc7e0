import Lake
import LakeTesting
import Testing

/// What became of a file whose NameNode did not say.
@Suite struct HDFSPublishingTests {
    let cluster = SimulatedCluster()

    func write(_ text: String, to path: String, on lake: any FileSystem) throws -> any FileWriter {
        let file = try lake.create(path)
        try file.write(Array(text.utf8))
        return file
    }

    @Test func `a renaming whose answer was lost is not taken for a conflict with ourselves`() throws {
        let lake = cluster.lake()
        cluster.hdfs.arm(HDFSFault(.lostAnswer, "RENAME"))
        #expect(try write("ours", to: "log/1", on: lake).publishIfAbsent())
        #expect(try lake.read("log/1") == Array("ours".utf8))
        #expect(cluster.count("RENAME") == 1)
        #expect(cluster.hdfs.files == ["/lake/log/1"])
    }

    @Test func `a renaming that got lost is made again`() throws {
        let lake = cluster.lake()
        cluster.hdfs.arm(HDFSFault(.lostRequest, "RENAME", times: 3))
        #expect(try write("ours", to: "log/1", on: lake).publishIfAbsent())
        #expect(cluster.count("RENAME") == 4)
        #expect(cluster.hdfs.files == ["/lake/log/1"])
    }

    @Test func `a renaming that arrives twice is done once`() throws {
        let lake = cluster.lake()
        cluster.hdfs.arm(HDFSFault(.delayed, "RENAME"))
        // The delayed one acts while the file's status is asked for, and the second one finds nothing to rename.
        cluster.hdfs.arm(HDFSFault(.lostRequest, "GETFILESTATUS", skipping: 1))
        let file = try write("ours", to: "log/1", on: lake)
        cluster.world.schedule(after: .milliseconds(10)) { [hdfs = cluster.hdfs] in hdfs.deliverDelayed() }
        #expect(try file.publishIfAbsent())
        #expect(cluster.hdfs.files == ["/lake/log/1"])
    }

    @Test(arguments: [HDFSFault.Kind.lostAnswer, .lostRequest, .delayed])
    func `another one's file is a conflict, whatever gets lost`(kind: HDFSFault.Kind) throws {
        try write("theirs", to: "log/1", on: cluster.lake(process: 2)).publish()
        let lake = cluster.lake()
        cluster.hdfs.arm(HDFSFault(kind, "RENAME"))
        #expect(try !write("ours", to: "log/1", on: lake).publishIfAbsent())
        cluster.hdfs.deliverDelayed()
        #expect(try lake.read("log/1") == Array("theirs".utf8))
        #expect(cluster.hdfs.files == ["/lake/log/1"])
    }

    @Test func `replacing a file survives a lost answer, too`() throws {
        let lake = cluster.lake()
        try write("old", to: "log/hint", on: lake).publish()
        cluster.hdfs.arm(HDFSFault(.lostAnswer, "RENAME"))
        try write("new", to: "log/hint", on: lake).publish()
        #expect(try lake.read("log/hint") == Array("new".utf8))
        #expect(cluster.count("RENAME") == 2)
    }

    @Test func `after giving up nothing happens behind the back of whoever reads next`() throws {
        let lake = cluster.lake()
        let file = try write("ours", to: "log/1", on: lake)
        cluster.hdfs.arm(HDFSFault(.delayed, "RENAME"))
        cluster.hdfs.arm(HDFSFault(.noConnection, "RENAME", times: 1000))
        #expect { try file.publishIfAbsent() } throws: { ($0 as? FileSystemError)?.code == .unreachable }
        cluster.hdfs.disarm()
        #expect(try lake.list("log").isEmpty)
        cluster.hdfs.deliverDelayed()
        #expect(cluster.hdfs.files.isEmpty)
        #expect(try write("again", to: "log/1", on: lake).publishIfAbsent())
    }

    @Test func `after giving up a renaming that took place is seen by whoever reads next`() throws {
        let lake = cluster.lake()
        let file = try write("ours", to: "log/1", on: lake)
        cluster.hdfs.arm(HDFSFault(.delayed, "RENAME"))
        cluster.hdfs.arm(HDFSFault(.noConnection, "RENAME", times: 1000))
        #expect(throws: FileSystemError.self) { try file.publishIfAbsent() }
        cluster.hdfs.disarm()
        cluster.hdfs.deliverDelayed()
        #expect(try lake.list("log").map(\.name) == ["1"])
        #expect(try lake.read("log/1") == Array("ours".utf8))
    }

    @Test(arguments: [HDFSFault.Kind.lostAnswer, .halfway, .lostRequest, .noConnection])
    func `a short file is written again under another name when its upload fails`(kind: HDFSFault.Kind) throws {
        let lake = cluster.lake()
        cluster.hdfs.arm(HDFSFault(kind, "DATA CREATE", times: 2))
        let file = try write("content", to: "log/1", on: lake)
        #expect(try file.publishIfAbsent())
        #expect(try lake.read("log/1") == Array("content".utf8))
        #expect(cluster.count("DATA CREATE") == 3)
        #expect(Set(cluster.hdfs.requests.filter { $0.hasPrefix("DATA CREATE") }).count == 3)
    }

    @Test(arguments: [HDFSFault.Kind.lostAnswer, .halfway, .lostRequest, .noConnection])
    func `a short file that was sealed is written again, too`(kind: HDFSFault.Kind) throws {
        for operation in ["CREATE", "DATA CREATE"] {
            let lake = cluster.lake()
            cluster.hdfs.arm(HDFSFault(kind, operation))
            let file = try write("content", to: "log/\(operation)", on: lake)
            try file.seal()
            #expect(try file.publishIfAbsent())
            #expect(try lake.read("log/\(operation)") == Array("content".utf8))
        }
    }

    @Test func `a sealed file whose renaming may still take place is not written again`() throws {
        let lake = cluster.lake()
        let file = try write("ours", to: "log/1", on: lake)
        try file.seal()
        cluster.hdfs.arm(HDFSFault(.delayed, "RENAME"))
        cluster.hdfs.arm(HDFSFault(.noConnection, "RENAME", times: 1000))
        #expect { try file.publishIfAbsent() } throws: { ($0 as? FileSystemError)?.code == .unreachable }
        #expect(cluster.count("DATA CREATE") == 1)
    }

    @Test func `sealed files are given up with nothing left`() throws {
        let lake = cluster.lake()
        let file = try write("content", to: "log/1", on: lake)
        try file.seal()
        file.abandon()
        #expect(cluster.hdfs.files.isEmpty)
    }

    @Test func `a long file can't be sent twice, and says that trying again may help`() throws {
        let lake = cluster.lake(adjust: { $0.retainedBytesMax = 1000 })
        let file = try lake.create("data/1")
        for _ in 0..<10 { try file.write([UInt8](repeating: 7, count: 999)) }
        cluster.hdfs.arm(HDFSFault(.halfway, "DATA CREATE"))
        #expect { try file.publish() } throws: { ($0 as? FileSystemError)?.isTransient == true }
        #expect(try lake.list("data").allSatisfy { $0.name.hasPrefix(".") })
    }

    @Test func `a long file is sent while it grows, and arrives whole`() throws {
        let lake = cluster.lake(adjust: { $0.retainedBytesMax = 1000 })
        let file = try lake.create("data/1")
        var content: [UInt8] = []
        for number in 0..<3000 {
            let piece = (0..<number % 700).map { UInt8(truncatingIfNeeded: number &* $0) }
            content += piece
            try file.write(piece)
        }
        try file.publish()
        #expect(file.count == Int64(content.count))
        #expect(try lake.read("data/1") == content)
        #expect(cluster.count("DATA CREATE") == 1)
    }

    @Test func `a hidden file that somebody took for a left-over is written again`() throws {
        let lake = cluster.lake()
        let file = try write("ours", to: "log/1", on: lake)
        cluster.hdfs.arm(
            HDFSFault(.answer(status: 404, exception: "FileNotFoundException", message: "rename source"), "RENAME"))
        #expect(try file.publishIfAbsent())
    }

    @Test func `the names of partitions and of everybody's files survive the way there and back`() throws {
        let lake = cluster.lake()
        for name in ["a b", "city=Fès", "100%", "x+y&z", "a?b#c", "é%20", "100%25"] {
            try write(name, to: "t/p=\(name)/\(name)", on: lake).publish()
            #expect(try lake.read("t/p=\(name)/\(name)") == Array(name.utf8))
            #expect(try lake.list("t/p=\(name)").map(\.name) == [name])
        }
    }
}
