import Lake
import LakeTesting
import System

/// A simulated HDFS, and machines that use it.
struct SimulatedCluster {
    let hdfs: SimulatedHDFS
    let world: SimulatedWorld
    var nameNodes = ["name:9870"]

    init(seed: UInt64 = 0, nameNodes: [String] = ["name:9870"]) {
        hdfs = SimulatedHDFS(nameNodes: nameNodes)
        world = SimulatedWorld(seed: seed)
        self.nameNodes = nameNodes
    }

    /// The lake, as a process sees it.
    func lake(
        host: String = "here", process: Int32 = 1, cache: String = "/nonexistent",
        adjust: (inout HDFSSettings) -> Void = { _ in }, onProgress: (@Sendable (FetchProgress) -> Void)? = nil
    ) -> HDFSFileSystem {
        var settings = HDFSSettings(
            nameNodes: nameNodes, root: "/lake", cacheDirectory: cache, runIdentity: "\(host)\(process)")
        adjust(&settings)
        return HDFSFileSystem(
            settings, transport: hdfs, environment: SimulatedMachine(world, host: host, process: process),
            onProgress: onProgress)
    }

    /// A lake whose local copies are kept in a directory of its own.
    func with(_ body: (HDFSFileSystem) throws -> Void) throws {
        try withTemporaryDirectory { directory in
            try body(lake(process: CurrentProcess.identifier, cache: "\(directory)/cache"))
        }
    }

    /// How often an operation was asked for.
    func count(_ operation: String) -> Int {
        hdfs.requests.count { $0.hasPrefix(operation + " ") }
    }
}
