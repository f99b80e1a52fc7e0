import Lake
import LakeTesting
import Testing

/// The right to write a lake on HDFS.
@Suite struct HDFSLeaseTests {
    let cluster = SimulatedCluster()

    func process(_ host: String, _ number: Int32) -> ProcessIdentity {
        SimulatedMachine(cluster.world, host: host, process: number).currentProcess()
    }

    func isLocked(_ error: any Error, by text: String) -> Bool {
        guard let error = error as? FileSystemError else { return false }
        return error.code == .locked && error.description.contains(text)
    }

    @Test func `another machine's holder that keeps its lease up is named, after a few seconds of watching`() throws {
        let lock = try cluster.lake(host: "east", process: 7).lock("_souk/lock")
        let began = cluster.world.now
        #expect { try cluster.lake(host: "west").lock("_souk/lock") } throws: {
            isLocked($0, by: "process 7 on east")
        }
        #expect(cluster.world.now - began < .seconds(6))
        lock.unlock()
        try cluster.lake(host: "west").lock("_souk/lock").unlock()
    }

    @Test func `a holder of this machine that was killed is succeeded at once`() throws {
        let lock = try cluster.lake(host: "east", process: 7).lock("_souk/lock")
        cluster.world.end(process("east", 7))
        let began = cluster.world.now
        try cluster.lake(host: "east", process: 8).lock("_souk/lock").unlock()
        #expect(cluster.world.now == began)
        lock.unlock()
    }

    @Test func `a holder elsewhere that was killed is succeeded when its lease is over`() throws {
        let lock = try cluster.lake(host: "east", process: 7).lock("_souk/lock")
        cluster.world.end(process("east", 7))
        let began = cluster.world.now
        try cluster.lake(host: "west").lock("_souk/lock").unlock()
        #expect(cluster.world.now - began >= .seconds(12) && cluster.world.now - began < .seconds(15))
        lock.unlock()
    }

    @Test func `a holder that was stopped notices before it commits that it lost its lease`() throws {
        let east = cluster.lake(host: "east")
        let lock = try east.lock("_souk/lock")
        let file = try east.create("log/1")
        try file.write([1])
        cluster.world.stop(process("east", 1))
        let west = cluster.lake(host: "west")
        let other = try west.lock("_souk/lock")
        cluster.world.go(process("east", 1))
        #expect { try file.publishIfAbsent() } throws: { isLocked($0, by: "went to another process") }
        #expect(try west.list("log").isEmpty)
        lock.unlock()
        #expect { try cluster.lake(host: "north").lock("_souk/lock") } throws: { isLocked($0, by: "on west") }
        other.unlock()
    }

    @Test func `a lease is kept up through a NameNode's absence that is shorter than the lease, or longer`() throws {
        let east = cluster.lake(host: "east")
        let lock = try east.lock("_souk/lock")
        for seconds in [5, 60] {
            cluster.hdfs.set("name:9870", isReachable: false)
            cluster.world.pass(.seconds(seconds))
            cluster.hdfs.set("name:9870", isReachable: true)
            cluster.world.pass(.seconds(4))
            let file = try east.create("log/\(seconds)")
            #expect(try file.publishIfAbsent())
        }
        lock.unlock()
    }

    @Test func `a lease that could not be given back while the NameNode was away is our own later`() throws {
        let east = cluster.lake(host: "east")
        let lock = try east.lock("_souk/lock")
        cluster.hdfs.set("name:9870", isReachable: false)
        lock.unlock()
        cluster.hdfs.set("name:9870", isReachable: true)
        let began = cluster.world.now
        let second = try east.lock("_souk/lock")
        #expect(cluster.world.now == began)
        #expect { try east.lock("_souk/lock") } throws: { isLocked($0, by: "on east") }
        second.unlock()
    }

    @Test func `of many that wait for the same lease one gets it`() throws {
        let lock = try cluster.lake(host: "east").lock("_souk/lock")
        cluster.world.end(process("east", 1))
        var held: [any FileLock] = []
        for host in ["a", "b", "c", "d"] {
            do {
                held.append(try cluster.lake(host: host).lock("_souk/lock"))
            } catch {
                #expect(isLocked(error, by: "on a"))
            }
        }
        #expect(held.count == 1)
        lock.unlock()
    }

    @Test func `taking and giving back may fail at every request, and the next one gets the lease in time`() throws {
        for kind in [HDFSFault.Kind.lostAnswer, .lostRequest, .delayed] {
            for request in 0..<14 {
                let cluster = SimulatedCluster(seed: UInt64(request))
                cluster.hdfs.arm(HDFSFault(kind, skipping: request))
                let lock = try cluster.lake(host: "east").lock("_souk/lock")
                cluster.hdfs.deliverDelayed()
                lock.unlock()
                let began = cluster.world.now
                let next = try cluster.lake(host: "west").lock("_souk/lock")
                #expect(cluster.world.now - began < .seconds(16))
                // The file of an earlier lease may be left; the next one who takes the lease removes it.
                #expect(cluster.hdfs.files.count { $0.hasPrefix("/lake/_souk/lock.") } <= 2)
                next.unlock()
            }
        }
    }

    @Test func `a lease's file that says nothing sensible is judged by whether it is kept up`() throws {
        let lake = cluster.lake(host: "east")
        let file = try lake.create("_souk/lock.4")
        try file.write(Array("?".utf8))
        try file.publish()
        let lock = try lake.lock("_souk/lock")
        #expect(cluster.hdfs.files == ["/lake/_souk/lock.5"])
        lock.unlock()
    }

    @Test func `the holder's start removes the hidden files of those before it, and no one else's start does`() throws {
        let old = try cluster.lake(host: "east", process: 1, adjust: { $0.retainedBytesMax = 0 }).create(
            "t/_delta_log/1")
        try old.write([1])
        cluster.hdfs.arm(HDFSFault(.lostAnswer, "DATA CREATE"))
        #expect(throws: FileSystemError.self) { try old.publish() }
        let lake = cluster.lake(host: "east", process: 2)
        try lake.synchronize("t/_delta_log")
        #expect(try lake.list("t/_delta_log").count == 1)
        let lock = try lake.lock("_souk/lock")
        try lake.synchronize("t/_delta_log")
        #expect(try lake.list("t/_delta_log").isEmpty)
        lock.unlock()
    }

    @Test func `what other programs are writing stays when the holder starts`() throws {
        let lake = cluster.lake(host: "east")
        // As Delta's own writers for Spark call their commits, and as Hadoop calls copies.
        let names = [
            ".00000000000000000007.json.0b3a6c52-6f0e-4c0e-9f7e-2f8d5a0c1b11.tmp", ".part-0.c000.snappy.parquet.tmp",
            ".x.tmp",
        ]
        for name in names {
            let file = try lake.create("t/_delta_log/\(name)")
            try file.write([1])
            try file.publish()
        }
        let lock = try lake.lock("_souk/lock")
        try lake.synchronize("t/_delta_log")
        #expect(try lake.list("t/_delta_log").map(\.name).sorted() == names.sorted())
        lock.unlock()
    }
}
