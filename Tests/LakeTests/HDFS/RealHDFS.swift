import ClusterTesting
import Foundation
import Lake
import LakeTesting
import System

/// The real HDFS that this process's tests share; or, for a cluster of one's own, what `SOUK_HDFS` names: a NameNode's HTTP
/// address as `HOST:PORT`.
enum RealHDFS {
    private static let given = ProcessInfo.processInfo.environment["SOUK_HDFS"].flatMap { $0.isEmpty ? nil : $0 }

    static let isReachable: Bool = {
        guard given == nil, let reason = Cluster.whyUnavailable else { return true }
        print("skipped: tests with a real HDFS: \(reason)")
        return false
    }()

    /// Makes a lake of its own, and removes it.
    static func with(
        _ adjust: (inout HDFSSettings) -> Void = { _ in }, _ body: (HDFSFileSystem) throws -> Void
    ) throws {
        let address = try given ?? Cluster.hdfs.get().address
        try withTemporaryDirectory { directory in
            let identity = String(UInt64.random(in: .min ... .max), radix: 16)
            var settings = HDFSSettings(
                nameNodes: [address], root: "/souk-tests/\(identity)", cacheDirectory: "\(directory)/cache",
                runIdentity: identity)
            settings.user = "souk"
            adjust(&settings)
            try body(HDFSFileSystem(settings))
        }
    }
}
