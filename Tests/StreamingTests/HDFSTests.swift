import Lake
import LakeTesting
import Testing

@testable import Streaming

/// The pipeline over a lake on HDFS: the same content as on a disk, whatever happens to the requests.
struct HDFSTests {
    private static let scenario = Scenario(seed: 6, count: 150, partitions: 3, commitRows: 40)

    private static func lake(
        _ hdfs: SimulatedHDFS, _ world: SimulatedWorld, process: Int32, cache: String
    ) -> HDFSFileSystem {
        var settings = HDFSSettings(
            nameNodes: ["one:9870", "two:9870"], root: "/lake", cacheDirectory: cache, runIdentity: "p\(process)")
        // Small enough that data files are sent while they grow.
        settings.retainedBytesMax = 2000
        return HDFSFileSystem(
            settings, transport: hdfs, environment: SimulatedMachine(world, process: process))
    }

    /// Runs pipelines one after the other, each in a process of its own, until one comes to the end.
    private static func run(_ hdfs: SimulatedHDFS, _ world: SimulatedWorld, cache: String) throws -> Int {
        for attempt in 1..<20 {
            let lake = lake(hdfs, world, process: Int32(attempt), cache: cache)
            do {
                try Scenario.makeTables(on: lake)
                try scenario.run(on: lake, seed: UInt64(attempt))
                return attempt
            } catch let error as FileSystemError {
                guard error.isTransient else { throw error }
            }
            world.end(SimulatedMachine(world, process: Int32(attempt)).currentProcess())
        }
        Issue.record("the pipeline does not come to its end")
        return 0
    }

    private static func make() -> (SimulatedHDFS, SimulatedWorld) {
        (SimulatedHDFS(nameNodes: ["one:9870", "two:9870"]), SimulatedWorld())
    }

    @Test func `an undisturbed run leaves what the messages say`() throws {
        try withTemporaryDirectory { cache in
            let (hdfs, world) = Self.make()
            let attempts = try Self.run(hdfs, world, cache: cache)
            #expect(attempts == 1)
            let lake = Self.lake(hdfs, world, process: 99, cache: cache)
            #expect(try LakeContent(of: lake) == Self.scenario.expectation)
            #expect(hdfs.files.allSatisfy { !$0.contains(".tmp") })
        }
    }

    @Test(arguments: 0..<40)
    func `requests and answers get lost, servers fail over, and nothing is lost or there twice`(seed: Int) throws {
        try withTemporaryDirectory { cache in
            let (hdfs, world) = Self.make()
            var generator = SeededGenerator(seed: UInt64(seed))
            let kinds: [HDFSFault.Kind] = [.lostRequest, .lostAnswer, .delayed, .halfway, .noConnection]
            for _ in 0..<12 {
                hdfs.arm(
                    HDFSFault(
                        kinds.randomElement(using: &generator) ?? .lostAnswer,
                        skipping: .random(in: 0..<400, using: &generator),
                        times: [1, 1, 2, 40].randomElement(using: &generator) ?? 1))
            }
            for _ in 0..<6 {
                let host = Bool.random(using: &generator) ? "one:9870" : "two:9870"
                world.schedule(after: .milliseconds(Int.random(in: 1...60_000, using: &generator))) {
                    hdfs.deliverDelayed()
                    hdfs.fail(over: host)
                }
            }
            _ = try Self.run(hdfs, world, cache: cache)
            #expect(hdfs.faultCount >= 3)
            hdfs.disarm()
            hdfs.deliverDelayed()
            let lake = Self.lake(hdfs, world, process: 99, cache: cache)
            #expect(try LakeContent(of: lake) == Self.scenario.expectation)
        }
    }
}
