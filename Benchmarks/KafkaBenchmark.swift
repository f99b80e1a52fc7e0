internal import Foundation
internal import Kafka
internal import Marketplace
internal import System

/// A Kafka topic into windows and Delta tables on the local disk, exactly once; and messages into a topic.
///
/// The baselines, in the same run and over the same topic: librdkafka's batches read and dropped; a Python loop over
/// confluent-kafka and pyarrow that guarantees nothing; Spark on as many cores. For producing: kcat with the same keyed
/// messages and settings. A baseline whose program is not there is left out, with a word on standard error.
public struct KafkaBenchmark: Benchmark {
    /// The benchmark's name on the command line.
    public static let name = "kafka"
    /// What is measured.
    public static let summary =
        "Kafka to windows and Delta tables, exactly once, beside librdkafka alone, Python and Spark"

    /// Where the baselines are and what they need.
    public struct Surroundings: Sendable {
        /// This program, which is measured as its own process.
        public var souk: String
        /// The folder with `python_loop.py` and `spark_job.py`.
        public var scripts: String
        /// A Python with confluent-kafka, pyarrow and pyspark.
        public var python: String
        /// The folder with Spark's connector to Kafka.
        public var cluster: String

        /// What a benchmark runs.
        public init(souk: String, scripts: String, python: String, cluster: String) {
            self.souk = souk
            self.scripts = scripts
            self.python = python
            self.cluster = cluster
        }
    }

    private let servers: String
    private let topic: String
    private let directory: URL
    private let count: Int
    private let surroundings: Surroundings
    private let say: @Sendable (String) -> Void

    /// - Parameters:
    ///   - servers: the brokers, as `bootstrap.servers` takes them.
    ///   - topic: a topic that is filled with simulated sales if it is not there, and read as it is if it is.
    ///   - directory: where lakes and files are made and removed again.
    ///   - count: how many messages a topic is filled with.
    ///   - say: is told what is being done.
    public init(
        servers: String, topic: String, directory: String, surroundings: Surroundings, count: Int = 3_000_000,
        say: @escaping @Sendable (String) -> Void
    ) {
        self.servers = servers
        self.topic = topic
        self.directory = URL(fileURLWithPath: directory)
        self.surroundings = surroundings
        self.count = count
        self.say = say
    }

    /// Measures; a few minutes.
    public func run() throws -> BenchmarkReport {
        let root = directory.appendingPathComponent("souk-benchmark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: root) }
        var report = BenchmarkReport(benchmark: Self.name)
        try measureReading(&report, root)
        try measureWriting(&report, root)
        return report
    }

    private func measureReading(_ report: inout BenchmarkReport, _ root: URL) throws {
        let client = try client()
        let partitions = try ensureTopic(client)
        let messages = try partitions.reduce(0) {
            try $0 + client.offsets(of: $1, in: topic, timeout: .seconds(30)).count
        }
        report.add("messages", Double(messages), "")
        report.add("partitions", Double(partitions.count), "")
        say("librdkafka alone")
        let bare = try Measurement.take {
            _ = try client.drain(topic, partitions: partitions, count: messages, batchSize: 10_000)
        }
        report.add("librdkafka alone", Double(messages) / bare.seconds, "messages/s")
        report.add("librdkafka alone, processor time", bare.processorSeconds / Double(messages) * 1e6, "s/M")

        say("souk run")
        let souk = try SubprocessFigures.run(
            surroundings.souk,
            ["run", "--from", "kafka://\(servers)/\(topic)", "--lake", root.path + "/lake", "--until-end", "--json"])
        try add("souk", souk, messages, to: &report)
        report.add("souk ÷ librdkafka alone", bare.seconds / souk.seconds, "×")
        let common = ["--bootstrap", servers, "--topic", topic, "--messages", String(messages)]
        let baselines = [
            ("Python loop", "python_loop.py", []),
            ("Spark local[2]", "spark_job.py", ["--cluster", surroundings.cluster]),
        ]
        for (name, script, arguments) in baselines {
            let path = "\(surroundings.scripts)/\(script)"
            guard FileManager.default.fileExists(atPath: path),
                FileManager.default.isExecutableFile(atPath: surroundings.python)
            else {
                say("left out: \(name), for \(path) or \(surroundings.python) is not there")
                continue
            }
            say(name)
            let figures = try SubprocessFigures.run(
                surroundings.python, [path] + common + ["--out", root.path + "/" + script] + arguments)
            try add(name, figures, messages, to: &report)
            if let job = figures.secondsWithoutStartup {
                report.add("\(name), without its start", Double(messages) / job, "messages/s")
            }
            report.add("souk ÷ \(name)", figures.seconds / souk.seconds, "×")
        }
    }

    /// Three runs of each in turn, into new topics; the median counts, because a broker's disk has moods.
    private func measureWriting(_ report: inout BenchmarkReport, _ root: URL) throws {
        let file = root.appendingPathComponent("messages.ndjson").path
        let keyed = root.appendingPathComponent("messages.keyed").path
        let count = 2_000_000
        try SimulatedMessages.write(count, to: file, keyed: keyed)
        let kcat = SubprocessFigures.path(of: "kcat")
        if kcat == nil { say("left out: kcat, for it is not on PATH") }
        var souk: [Double] = []
        var baseline: [Double] = []
        for _ in 0..<3 {
            say("souk produce")
            souk.append(
                try intoNewTopic { topic in
                    try SubprocessFigures.output(
                        of: surroundings.souk,
                        ["produce", "--to", "kafka://\(servers)/\(topic)", "--from", file, "--quiet"])
                })
            guard let kcat else { continue }
            say("kcat -P")
            baseline.append(
                try intoNewTopic { topic in
                    try SubprocessFigures.output(of: kcat, Self.kcatArguments(servers, topic, keyed))
                })
        }
        let seconds = souk.sorted()[1]
        report.add("souk produce", Double(count) / seconds, "messages/s")
        guard kcat != nil else { return }
        let baselineSeconds = baseline.sorted()[1]
        report.add("kcat -P", Double(count) / baselineSeconds, "messages/s")
        report.add("souk produce ÷ kcat -P", baselineSeconds / seconds, "×")
    }

    /// Makes a topic, fills it, and removes it.
    ///
    /// - Returns: how many seconds the filling took.
    private func intoNewTopic(_ fill: (String) throws -> String) throws -> Double {
        let client = try client()
        let name = "\(topic)-\(UInt32.random(in: 0 ... .max))"
        try client.createTopic(name, partitions: 3, timeout: .seconds(30))
        let seconds = try Measurement.take { _ = try fill(name) }.seconds
        try client.deleteTopic(name, timeout: .seconds(30))
        return seconds
    }

    private static func kcatArguments(_ servers: String, _ topic: String, _ file: String) -> [String] {
        let settings = [
            "acks=all", "enable.idempotence=true", "compression.codec=lz4", "linger.ms=5", "batch.size=1000000",
            "topic.partitioner=murmur2_random",
        ]
        return ["-P", "-b", servers, "-t", topic, "-K", "\t", "-l", file] + settings.flatMap { ["-X", $0] }
    }

    private func add(
        _ name: String, _ figures: SubprocessFigures, _ messages: Int, to report: inout BenchmarkReport
    ) throws {
        report.add(name, Double(messages) / figures.seconds, "messages/s")
        report.add("\(name), processor time", (figures.processorSeconds ?? 0) / Double(messages) * 1e6, "s/M")
        report.add("\(name), peak memory", Double(figures.peakResidentBytes ?? 0) / 1_048_576, "MiB")
    }

    private func client() throws -> KafkaClient {
        let configuration = KafkaConfiguration()
        try configuration.set("bootstrap.servers", servers)
        try configuration.set("group.id", "souk-benchmark")
        return try KafkaClient(.consumer, configuration)
    }

    private func ensureTopic(_ client: KafkaClient) throws -> [Int32] {
        do {
            return try client.topic(topic, timeout: .seconds(30)).partitions.map(\.number)
        } catch {
            guard error.code == .unknownTopicOrPartition || error.code == .unknownTopic else { throw error }
        }
        say("filling \(topic) with \(count) messages")
        _ = try SubprocessFigures.output(
            of: surroundings.souk,
            [
                "produce", "--to", "kafka://\(servers)/\(topic)", "--create-topic", "--count", String(count), "--seed",
                "7",
                "--quiet",
            ])
        return try client.topic(topic, timeout: .seconds(30)).partitions.map(\.number)
    }
}
