import Lake
import LakeTesting
import Synchronization
import System
import Testing

/// The copies that are kept on the local disk.
@Suite struct HDFSLocalCopyTests {
    let cluster = SimulatedCluster()

    func put(_ content: [UInt8], _ path: String, on lake: any FileSystem) throws {
        let file = try lake.create(path)
        try file.write(content)
        try file.publish()
    }

    func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) } }

    @Test func `a file is fetched once, by whatever process`() throws {
        try withTemporaryDirectory { cache in
            let first = cluster.lake(cache: cache)
            try put(bytes(5000), "t/a", on: first)
            #expect(try Files.read(try first.localCopy(of: "t/a")) == bytes(5000))
            #expect(try Files.read(try cluster.lake(process: 2, cache: cache).localCopy(of: "t/a")) == bytes(5000))
            #expect(cluster.count("DATA OPEN") == 1)
            #expect(try Directories.entries(of: cache).count == 1)
        }
    }

    @Test func `a fetch that breaks off goes on where it was`() throws {
        try withTemporaryDirectory { cache in
            let lake = cluster.lake(cache: cache)
            try put(bytes(80_000), "t/a", on: lake)
            cluster.hdfs.arm(HDFSFault(.halfway, "DATA OPEN", times: 5))
            #expect(try Files.read(try lake.localCopy(of: "t/a")) == bytes(80_000))
            #expect(cluster.count("DATA OPEN") == 6)
        }
    }

    @Test func `a fetch that fails for good leaves nothing`() throws {
        try withTemporaryDirectory { cache in
            let lake = cluster.lake(cache: cache)
            try put(bytes(80_000), "t/a", on: lake)
            cluster.hdfs.set("data:9864", isReachable: false)
            #expect { try lake.localCopy(of: "t/a") } throws: { ($0 as? FileSystemError)?.code == .unreachable }
            #expect(try Directories.entries(of: cache).isEmpty)
        }
    }

    @Test func `a damaged copy, one of another size, is fetched anew`() throws {
        try withTemporaryDirectory { cache in
            let lake = cluster.lake(cache: cache)
            try put(bytes(5000), "t/a", on: lake)
            let path = try lake.localCopy(of: "t/a")
            try FileDescriptor(opening: path, .write).truncate(to: 77)
            #expect(try Files.read(try lake.localCopy(of: "t/a")) == bytes(5000))
        }
    }

    @Test func `a file that was replaced by another one of its name and size is fetched anew`() throws {
        try withTemporaryDirectory { cache in
            let lake = cluster.lake(cache: cache)
            try put([1, 2, 3], "t/a", on: lake)
            _ = try lake.localCopy(of: "t/a")
            try put([4, 5, 6], "t/a", on: lake)
            #expect(try Files.read(try lake.localCopy(of: "t/a")) == [4, 5, 6])
        }
    }

    @Test func `many files take one listing per directory, come in their order, and tell how far they are`() throws {
        try withTemporaryDirectory { cache in
            let seen = Mutex<[FetchProgress]>([])
            let lake = cluster.lake(cache: cache, adjust: { _ in }) { progress in seen.withLock { $0.append(progress) }
            }
            let paths = (0..<20).map { "t\($0 % 2)/file \($0)" }
            for (index, path) in paths.enumerated() { try put(bytes(3000 + index), path, on: lake) }
            let asked = cluster.hdfs.requests.count
            let copies = try lake.localCopies(of: paths)
            #expect(try copies.map { try Files.read($0).count } == (0..<20).map { 3000 + $0 })
            let requests = cluster.hdfs.requests.dropFirst(asked)
            #expect(requests.count { $0.hasPrefix("LISTSTATUS ") } == 2)
            #expect(requests.count { $0.hasPrefix("GETFILESTATUS ") } == 0)
            let last = try #require(seen.withLock { $0.max { $0.bytes < $1.bytes } })
            #expect(last.bytes == last.totalBytes)
            #expect(seen.withLock { $0.contains(where: \.isComplete) })
            _ = try lake.localCopies(of: paths)
            #expect(cluster.count("DATA OPEN") == 20)
        }
    }

    @Test func `the copies that were not used for the longest time go first, and none of the last hour`() throws {
        try withTemporaryDirectory { cache in
            let lake = cluster.lake(cache: cache, adjust: { $0.cacheBytes = 10_000 })
            for number in 0..<6 {
                try put(bytes(3000), "t/\(number)", on: lake)
                _ = try lake.localCopy(of: "t/\(number)")
                cluster.world.pass(.seconds(600))
            }
            #expect(try Directories.entries(of: cache).count == 6, "all were used within the hour")
            cluster.world.pass(.seconds(3000))
            _ = try lake.localCopy(of: "t/1")
            try put(bytes(3000), "t/6", on: lake)
            _ = try lake.localCopy(of: "t/6")
            let left = try Directories.entries(of: cache).map { $0.name.last }
            #expect(Set(left) == ["1", "5", "6"])
        }
    }
}
