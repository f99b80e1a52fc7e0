import ClusterTesting
import Foundation
import LakeTesting
import Testing

/// Everything that a pipeline on Spark needs is killed, in random order: nothing is lost, nothing is there twice.
///
/// `SOUK_TORTURE_SPARK` sets how many faults (50 with `make torture-spark`; without it nothing is killed), `SOUK_TORTURE_SEED` their order.
@Suite(.serialized, .needsSouk, .needsOracles, .needsCluster, .needsSpark, .isAskedFor)
struct SparkTortureTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let faults = environment["SOUK_TORTURE_SPARK"].flatMap(Int.init) ?? 50
    private static let seed =
        environment["SOUK_TORTURE_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 0..<1_000_000)
    private static let topic = "spark-tortured"
    private static let path = "/lake"

    /// The servers that are killed.
    private struct Servers {
        let kafka: KafkaBroker
        let hdfs: HDFSCluster
        let spark: SparkServer

        init() throws {
            let cluster = try Cluster.available.get()
            kafka = try KafkaBroker(cluster)
            hdfs = try HDFSCluster(cluster)
            var settings = SparkServer.Settings()
            settings.isStandalone = true
            spark = try SparkServer(cluster, settings)
        }

        func process(_ victim: SparkFault.Victim) -> ServerProcess? {
            switch victim {
            case .souk: nil
            case .connect: spark.connect
            case .worker: spark.worker
            case .kafka: kafka.process
            case .dataNode: hdfs.dataNode
            }
        }

        func stop() {
            spark.stop()
            hdfs.stop()
            kafka.process.stop()
        }
    }

    @Test func `whatever is killed, every message of a topic comes to be in the lake exactly once`() throws {
        let servers = try Servers()
        defer { servers.stop() }
        try servers.kafka.createTopic(Self.topic)
        print("torture of Spark: \(Self.faults) faults, seed \(Self.seed)")
        try withTemporaryDirectory { directory in
            let producer = try SoukSupervisor(
                ["produce", "--to", servers.kafka.url(Self.topic), "--rate", "500", "--broken", "0.01"],
                directory: directory)
            let pipeline = try SoukSupervisor(
                arguments(servers), environment: SparkLake.environment(servers.hdfs), directory: directory)
            try torment(servers, pipeline)
            #expect(producer.finish(seconds: 120), "the producer did not end within 120 seconds")
            #expect(pipeline.finish(seconds: 600), "the pipeline did not end within 600 seconds")
            for supervised in [producer, pipeline] {
                #expect(supervised.record.unwanted.isEmpty, "\(supervised.record.unwanted)")
            }
            print("torture of Spark: the pipeline was started \(pipeline.record.starts) times")
            try check(servers, directory)
        }
    }

    private func arguments(_ servers: Servers) -> [String] {
        [
            "run", "--from", servers.kafka.url(Self.topic), "--lake",
            "hdfs://localhost:\(servers.hdfs.rpcPort)\(Self.path)", "--engine", servers.spark.address,
        ]
    }

    private func torment(_ servers: Servers, _ pipeline: SoukSupervisor) throws {
        var generator = SeededGenerator(seed: Self.seed)
        let began = Date()
        // What was begun in calm is what a fault can hurt.
        Thread.sleep(forTimeInterval: 20)
        for (number, fault) in SparkFault.sequence(Self.faults, using: &generator).enumerated() {
            print("torture of Spark: \(number + 1)/\(Self.faults) \(fault)")
            let processes = fault.victims.compactMap(servers.process)
            for process in processes { process.kill() }
            if fault.victims.contains(.souk) { pipeline.kill() }
            Thread.sleep(forTimeInterval: fault.seconds)
            for process in processes { try process.start() }
            Thread.sleep(forTimeInterval: Double.random(in: 3..<12, using: &generator))
        }
        try servers.hdfs.waitUntilWritable()
        print("torture of Spark: \(Self.faults) faults in \(Int(-began.timeIntervalSinceNow)) s")
    }

    private func check(_ servers: Servers, _ directory: URL) throws {
        let log = servers.kafka.url(Self.topic)
        try Souk.succeed(
            arguments(servers) + ["--until-end"], environment: SparkLake.environment(servers.hdfs), directory: directory
        )
        let lake = servers.hdfs.url(Self.path)
        try Souk.verify(lake, log: log, in: directory)
        let audit = try Oracle.run("kafka_lake_audit.py", [servers.kafka.address, Self.topic, lake])
        try #require(audit.exitCode == 0, "\(audit.errors)")
        let found = try audit.json()
        print("torture of Spark: an independent count says \(found)")
        #expect(found["differences"] as? Int == 0, "\(found)")
        let offsets = try servers.kafka.offsets(of: Self.topic)
        let messages = offsets.reduce(0) { $0 + Int($1.upperBound - $1.lowerBound) }
        #expect(found["messages"] as? Int == messages)
        #expect(messages > 1_000 * Self.faults, "\(messages) messages are too few to have been hurt")
    }
}

extension Trait where Self == ConditionTrait {
    /// Runs only where it is asked for: it takes a quarter of an hour.
    fileprivate static var isAskedFor: Self {
        .enabled(
            if: ProcessInfo.processInfo.environment["SOUK_TORTURE_SPARK"] != nil,
            "killing Spark at random takes a quarter of an hour: make torture-spark")
    }
}
