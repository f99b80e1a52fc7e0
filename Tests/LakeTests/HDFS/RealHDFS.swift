import Foundation
import Lake
import LakeTesting
import System

/// A running HDFS to test with: `SOUK_HDFS` names the NameNode's HTTP address as `HOST:PORT`.
enum RealHDFS {
    static let address: String? = {
        guard let address = ProcessInfo.processInfo.environment["SOUK_HDFS"], !address.isEmpty else {
            print("skipped: tests with a real HDFS, since SOUK_HDFS does not name the HTTP address of a NameNode")
            return nil
        }
        return address
    }()

    static var isReachable: Bool { address != nil }

    /// Makes a lake of its own, and removes it.
    static func with(
        _ adjust: (inout HDFSSettings) -> Void = { _ in }, _ body: (HDFSFileSystem) throws -> Void
    ) throws {
        guard let address else { preconditionFailure("there is no HDFS") }
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
