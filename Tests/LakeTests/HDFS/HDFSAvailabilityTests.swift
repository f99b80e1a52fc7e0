import Lake
import LakeTesting
import Testing

/// Servers that can't serve for a while, or for good.
@Suite struct HDFSAvailabilityTests {
    static let pair = ["one:9870", "two:9870"]

    func code(_ body: () throws -> Void) -> FileSystemError.Code? {
        do {
            try body()
            return nil
        } catch {
            return (error as? FileSystemError)?.code
        }
    }

    func put(_ text: String, _ path: String, on lake: any FileSystem) throws {
        let file = try lake.create(path)
        try file.write(Array(text.utf8))
        try file.publish()
    }

    @Test func `the other NameNode of a pair is asked when one is the standby, and stays the first choice`() throws {
        let cluster = SimulatedCluster(nameNodes: Self.pair)
        cluster.hdfs.fail(over: "two:9870")
        let lake = cluster.lake()
        try put("x", "d/file", on: lake)
        #expect(cluster.hdfs.requests.count { $0.contains(" one:9870 ") } == 1)
        cluster.hdfs.fail(over: "one:9870")
        cluster.hdfs.set("two:9870", isReachable: false)
        #expect(try lake.read("d/file") == Array("x".utf8))
        #expect(cluster.world.now == .seconds(1000), "nobody waits while there is another server to ask")
    }

    @Test func `an answer that was cut short without a sign is asked for again`() throws {
        for operation in ["LISTSTATUS", "GETFILESTATUS", "DATA OPEN"] {
            let cluster = SimulatedCluster()
            let lake = cluster.lake()
            try put("one line\nanother line\n", "d/file", on: lake)
            cluster.hdfs.arm(HDFSFault(.cutShort, operation, times: 2))
            #expect(try lake.read("d/file") == Array("one line\nanother line\n".utf8))
            #expect(try lake.list("d").map(\.name) == ["file"])
            try put("x", "d/other", on: lake)
            #expect(try !lake.create("d/other").publishIfAbsent())
            #expect(cluster.hdfs.faultCount == 2, "\(operation)")
        }
    }

    @Test func `a failover in the middle of a commit goes unnoticed`() throws {
        for request in 0..<12 {
            let cluster = SimulatedCluster(nameNodes: Self.pair)
            let lake = cluster.lake()
            cluster.hdfs.arm(HDFSFault(.lostAnswer, containing: "one:9870", skipping: request))
            try put("first", "log/1", on: lake)
            let second = try lake.create("log/1")
            try second.write(Array("second".utf8))
            #expect(try !second.publishIfAbsent())
            #expect(try lake.read("log/1") == Array("first".utf8))
        }
    }

    @Test func `a NameNode that stays away is waited for, but not for ever`() throws {
        let cluster = SimulatedCluster()
        let lake = cluster.lake()
        cluster.hdfs.set("name:9870", isReachable: false)
        let began = cluster.world.now
        #expect(code { _ = try lake.list("t") } == .unreachable)
        let waited = cluster.world.now - began
        #expect(waited > .seconds(20) && waited <= .seconds(30))
        #expect((10..<40).contains(cluster.hdfs.requests.count))
    }

    @Test func `a NameNode that comes back in time is not missed`() throws {
        let cluster = SimulatedCluster()
        let lake = cluster.lake()
        cluster.hdfs.set("name:9870", isReachable: false)
        cluster.world.schedule(after: .seconds(12)) { [hdfs = cluster.hdfs] in
            hdfs.set("name:9870", isReachable: true)
        }
        try put("x", "d/file", on: lake)
        #expect(try lake.list("d").map(\.name) == ["file"])
    }

    @Test func `safe mode is waited for, while reading goes on`() throws {
        let cluster = SimulatedCluster()
        let lake = cluster.lake()
        try put("x", "d/file", on: lake)
        cluster.hdfs.set(isInSafeMode: true)
        #expect(try lake.read("d/file") == Array("x".utf8))
        #expect { try put("y", "d/other", on: lake) } throws: { error in
            guard let error = error as? FileSystemError else { return false }
            return error.code == .unreachable && error.description.contains("safe mode") && error.isTransient
        }
        cluster.world.schedule(after: .seconds(5)) { [hdfs = cluster.hdfs] in hdfs.set(isInSafeMode: false) }
        try put("y", "d/other", on: lake)
    }

    @Test func `a full quota is said to be one, and is no reason to try again at once`() throws {
        let cluster = SimulatedCluster()
        let lake = cluster.lake()
        cluster.hdfs.set(bytesMax: 10)
        #expect { try put("much too much", "d/file", on: lake) } throws: { error in
            guard let error = error as? FileSystemError else { return false }
            return error.code == .quotaExceeded && error.isTransient && error.description.contains("DiskSpace quota")
        }
        #expect(cluster.count("DATA CREATE") == 1)
        cluster.hdfs.set(bytesMax: 100)
        try put("much too much", "d/file", on: lake)
    }

    /// Answers of servers, and what they mean. The exceptions' names are Hadoop's.
    static let answers: [(Int, String, String, FileSystemError.Code)] = [
        (403, "AccessControlException", "Permission denied: user=x, access=WRITE", .notPermitted),
        (401, "AuthenticationException", "Authentication required", .notPermitted),
        (403, "InvalidToken", "token (HDFS_DELEGATION_TOKEN …) can't be found in cache", .notPermitted),
        (403, "NSQuotaExceededException", "The NameSpace quota of /lake is exceeded", .quotaExceeded),
        (
            403, "RemoteException", "org.apache.hadoop.hdfs.protocol.DSQuotaExceededException: quota of /",
            .quotaExceeded
        ),
        (403, "ParentNotDirectoryException", "/lake (is not a directory)", .notADirectory),
        (403, "AccessControlException", "/lake (is not a directory)", .notADirectory),
        (403, "IOException", "Failed to find datanode, suggest to check cluster health.", .unreachable),
        (403, "RemoteException", "File /x could only be written to 0 of the 1 minReplication nodes.", .unreachable),
        (500, "RetriableException", "NameNode still not started", .unreachable),
        (503, "ServletException", "Could not obtain block", .unreachable),
        (403, "IOException", "something else", .inputOutput),
        (400, "IllegalArgumentException", "Invalid value", .inputOutput),
    ]

    @Test(arguments: answers.indices)
    func `an answer's exception decides what the failure means, and is handed on`(index: Int) throws {
        let (status, exception, message, expected) = Self.answers[index]
        let cluster = SimulatedCluster()
        let lake = cluster.lake()
        cluster.hdfs.arm(
            HDFSFault(.answer(status: status, exception: exception, message: message), "MKDIRS", times: 1000))
        #expect { try lake.create("d/file") } throws: { error in
            guard let error = error as? FileSystemError else { return false }
            return error.code == expected && error.description.contains(exception)
                && error.description.contains("webhdfs://name:9870/lake/d/file")
        }
    }

    @Test func `a token stands in no message`() throws {
        let cluster = SimulatedCluster()
        let lake = cluster.lake(adjust: { $0.delegationToken = "SECRET" })
        cluster.hdfs.arm(HDFSFault(.lostRequest, times: 1000))
        #expect { try lake.list("d") } throws: { !"\($0)".contains("SECRET") }
    }
}
