import Foundation
import Testing

/// The compose file as docker-compose's own parser reads it. `dev/prove-compose` runs its services as processes.
@Suite(.needsComposeParser)
struct ComposeTests {
    @Test func `the compose file starts every service of the reference on its port, in the order of health`() throws {
        let services = try read([])
        let ports = services.mapValues { Set($0["ports"] as? [Int] ?? []) }
        #expect(
            ports == [
                "kafka": [9092], "spark-master": [8080, 7077], "spark-worker": [], "spark-connect": [15002, 4040],
                "namenode": [9870, 9000], "datanode": [9864], "souk": [5000],
            ])
        for (name, service) in services {
            let image = try #require(service["image"] as? String)
            #expect(image.contains(/:[0-9]+\.[0-9]+\.[0-9]+$/), "\(name): \(image) is not pinned to a version")
            #expect(service["is_local"] as? Bool == true, "\(name) publishes a port beyond this machine")
            #expect(service["has_health_check"] as? Bool == true, "\(name) has no health check")
        }
    }

    @Test func `the profile zookeeper adds ZooKeeper and a Kafka on it`() throws {
        let services = try read(["--profile", "zookeeper"])
        #expect(services["zookeeper"]?["ports"] as? [Int] == [2181])
        #expect((services["kafka-zookeeper"]?["image"] as? String)?.hasPrefix("apache/kafka:3.9.") == true)
    }

    /// The services by name; the check itself fails if one does not wait for the health of what it needs.
    private func read(_ arguments: [String]) throws -> [String: [String: Any]] {
        let program = Oracle.repository.appending(path: "dev/prove-compose").path
        let outcome = try RunningProcess(program, arguments + ["--check"]).waitForEnd()
        try #require(outcome.exitCode == 0, "\(outcome.errors)")
        return try #require(outcome.json()["services"] as? [String: [String: Any]])
    }
}
