import ClusterTesting
import Foundation
import Testing

extension Trait where Self == ConditionTrait {
    /// Runs with the built binary only.
    static var needsSouk: Self {
        .enabled(if: Souk.isBuilt, "SOUK_BINARY does not name a built souk: run the tests with `make test`")
    }

    /// Runs with the independent readers only.
    static var needsOracles: Self {
        .enabled(if: Oracle.isInstalled, "the independent readers are not installed: run `make setup-test`")
    }

    /// Runs with the real servers only.
    static var needsCluster: Self {
        .enabled(if: Cluster.whyUnavailable == nil, "\(Cluster.whyUnavailable ?? "the real servers are there")")
    }

    /// Runs with a real Spark only.
    static var needsSpark: Self {
        .enabled(if: SparkServer.whyUnavailable == nil, "\(SparkServer.whyUnavailable ?? "Spark is there")")
    }

    /// Runs with docker-compose's parser only.
    static var needsComposeParser: Self {
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/docker-compose"),
            "docker-compose is not installed: run `make setup-test`")
    }
}
