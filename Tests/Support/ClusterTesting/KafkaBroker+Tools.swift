public import Foundation

extension KafkaBroker {
    /// Creates a topic.
    ///
    /// - Parameter settings: the topic's properties, such as `retention.ms` or `cleanup.policy`.
    public func createTopic(_ topic: String, partitions: Int = 3, _ settings: [String: String] = [:]) throws {
        try python(["create", topic, "\(partitions)"] + settings.map { "\($0.key)=\($0.value)" })
    }

    /// Gives a topic more partitions, up to a count.
    public func addPartitions(to topic: String, upTo count: Int) throws {
        try python(["add-partitions", topic, "\(count)"])
    }

    /// Changes properties of a topic.
    public func configureTopic(_ topic: String, _ settings: [String: String]) throws {
        try python(["configure", topic] + settings.map { "\($0.key)=\($0.value)" })
    }

    /// Deletes a partition's messages before an offset, as retention does.
    public func deleteRecords(of topic: String, partition: Int, before offset: Int64) throws {
        try python(["delete-records", topic, "\(partition)", "\(offset)"])
    }

    /// Deletes a topic.
    public func deleteTopic(_ topic: String) throws {
        try python(["delete", topic])
    }

    /// The first offset of every partition, and the one behind its last message.
    public func offsets(of topic: String) throws -> [ClosedRange<Int64>] {
        let pairs = try decode([[Int64]].self, python(["offsets", topic]))
        return pairs.map { $0[0]...$0[1] }
    }

    /// What a consumer group has committed, by partition; a partition without a commit is not in it.
    public func committedOffsets(ofGroup group: String, topic: String) throws -> [Int: Int64] {
        let committed = try decode([String: Int64].self, python(["group-offsets", group, topic]))
        return committed.reduce(into: [:]) { offsets, entry in Int(entry.key).map { offsets[$0] = entry.value } }
    }

    /// Allows a user to do something with every topic and group: `READ`, `WRITE`, `DESCRIBE`, `CREATE` or `ALL`.
    public func allow(_ user: String, _ operation: String) throws {
        try python(["allow", user, operation])
    }

    /// Gives a user a password for both kinds of SCRAM.
    public func setPassword(_ password: String, of user: String) throws {
        try python(["password", user, password])
    }

    /// Writes messages in transactions, a line of JSON `{"commit": true, "messages": ["…"]}` for each transaction.
    public func produceTransactions(_ topic: String, from file: URL) throws {
        try python(["transactions", topic, file.path])
    }

    /// Writes a file's lines as messages, with kcat.
    ///
    /// - Parameter arguments: further ones of kcat's, such as `["-z", "zstd"]` or `["-K", "\t"]`.
    public func produce(_ topic: String, linesOf file: URL, _ arguments: [String] = []) throws {
        try Command.succeed("kcat", ["-P", "-b", address, "-t", topic, "-l", file.path] + arguments)
    }

    /// Counts the messages that Kafka's own consumer finds, transactions that were given up left out.
    public func countByKafkasOwnConsumer(_ topic: String) throws -> Int {
        let consumer = "org.apache.kafka.tools.consumer.ConsoleConsumer"
        let text = try java(
            consumer,
            [
                "--bootstrap-server", address, "--topic", topic, "--from-beginning", "--timeout-ms", "5000",
                "--isolation-level", "read_committed", "--property", "print.value=false", "--property",
                "print.offset=true",
            ])
        return text.split(separator: "\n").count { $0.hasPrefix("Offset:") }
    }

    /// Any tool of Kafka's by its class.
    ///
    /// - Returns: what it printed.
    @discardableResult
    public func java(_ class: String, _ arguments: [String]) throws -> String {
        try Command.succeed(
            "java",
            ServerProcess.virtualMachine(cluster, "\(cluster.folder.path)/kafka/*") + [`class`] + arguments)
    }

    @discardableResult
    private func python(_ arguments: [String]) throws -> String {
        let script = Cluster.repository.appending(path: "Tests/Support/ClusterTesting/kafka_admin.py").path
        return try Command.succeed(
            Cluster.python, [script, address] + arguments, environment: ["PYTHONDONTWRITEBYTECODE": "1"])
    }

    private func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }
}
