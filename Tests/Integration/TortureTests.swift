import ClusterTesting
import Foundation
import LakeTesting
import Testing

/// Everything that can fail does, in random order, with the real servers: nothing is lost, nothing is there twice.
///
/// `SOUK_TORTURE` sets how many faults (6 by default), `SOUK_TORTURE_SEED` their order.
@Suite(.serialized, .needsSouk, .needsOracles, .needsCluster)
struct TortureTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let faults = environment["SOUK_TORTURE"].flatMap(Int.init) ?? 6
    private static let seed =
        environment["SOUK_TORTURE_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 0..<1_000_000)
    private static let topic = "tortured"
    private static let lake = "/lake"

    @Test func `whatever fails, every message of a topic comes to be in the lake exactly once`() throws {
        let servers = try TortureServers()
        defer { servers.stop() }
        try servers.kafka.createTopic(Self.topic)
        print("torture: \(Self.faults) faults, seed \(Self.seed)")
        try withTemporaryDirectory { directory in
            let producer = try SoukSupervisor(
                [
                    "produce", "--to", servers.kafka.proxiedURL(Self.topic), "--rate", "2000", "--broken", "0.01",
                ], directory: directory)
            let pipeline = try SoukSupervisor(
                [
                    "run", "--from", servers.kafka.proxiedURL(Self.topic), "--lake",
                    servers.hdfs.proxiedURL(Self.lake), "--commit-interval", "500ms",
                ], directory: directory)
            try torment(servers, pipeline)
            #expect(producer.finish(seconds: 120), "the producer did not end within 120 seconds")
            #expect(pipeline.finish(seconds: 120), "the pipeline did not end within 120 seconds")
            for supervised in [producer, pipeline] {
                #expect(supervised.record.unwanted.isEmpty, "\(supervised.record.unwanted)")
            }
            print("torture: the pipeline was started \(pipeline.record.starts) times")
            try check(servers, directory)
        }
    }

    private func torment(_ servers: TortureServers, _ pipeline: SoukSupervisor) throws {
        var generator = SeededGenerator(seed: Self.seed)
        var counts: [String: Int] = [:]
        let began = Date()
        // What was begun in calm is what a fault can hurt.
        Thread.sleep(forTimeInterval: 3)
        for (number, fault) in Fault.sequence(Self.faults, using: &generator).enumerated() {
            let duration = String(format: "%.1f", fault.seconds)
            print("torture: \(number + 1)/\(Self.faults) \(fault) for \(duration) s")
            try servers.suffer(fault, killingSouk: pipeline.kill)
            counts[fault.description, default: 0] += 1
            Thread.sleep(forTimeInterval: Double.random(in: 0.5..<3, using: &generator))
        }
        try servers.hdfs.waitUntilWritable()
        print("torture: \(Self.faults) faults in \(Int(-began.timeIntervalSinceNow)) s")
        for (fault, count) in counts.sorted(by: { $0.key < $1.key }) {
            print("  \(fault.padding(toLength: 44, withPad: " ", startingAt: 0)) \(count)")
        }
    }

    private func check(_ servers: TortureServers, _ directory: URL) throws {
        let log = servers.kafka.url(Self.topic)
        let lake = servers.hdfs.proxiedURL(Self.lake)
        let accounting = try Souk.runToEnd(in: directory, log: log, lake: lake)
        print("torture: the last run accounts for \(accounting)")
        try Souk.verify(lake, log: log, in: directory)
        let audit = try Oracle.run("kafka_lake_audit.py", [servers.kafka.address, Self.topic, lake])
        try #require(audit.exitCode == 0, "\(audit.errors)")
        let found = try audit.json()
        print("torture: an independent count says \(found)")
        #expect(found["differences"] as? Int == 0, "\(found)")
        let offsets = try servers.kafka.offsets(of: Self.topic)
        let messages = offsets.reduce(0) { $0 + Int($1.upperBound - $1.lowerBound) }
        #expect(found["messages"] as? Int == messages)
        #expect(try servers.kafka.countByKafkasOwnConsumer(Self.topic) == messages)
        #expect(messages > 1_000 * Self.faults, "\(messages) messages are too few to have been hurt")
    }
}
