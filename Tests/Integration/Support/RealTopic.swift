import ClusterTesting
import Foundation
import Testing

/// A topic of a real broker that no other test has.
struct RealTopic {
    let broker: KafkaBroker
    let name: String

    /// A topic with a name of its own, which is not there yet.
    init(_ stem: String, on broker: KafkaBroker) {
        self.broker = broker
        name = "\(stem)-\(UUID().uuidString.prefix(8).lowercased())"
    }

    /// A topic that is there.
    init(
        _ stem: String, partitions: Int, on broker: KafkaBroker? = nil, _ settings: [String: String] = [:]
    ) throws {
        self.init(stem, on: try broker ?? Cluster.kafka.get())
        try self.broker.createTopic(name, partitions: partitions, settings)
    }

    var url: String { broker.url(name) }

    /// How many offsets it holds.
    func count() throws -> Int {
        try broker.offsets(of: name).reduce(0) { $0 + Int($1.upperBound - $1.lowerBound) }
    }

    /// Writes a simulation's messages with Souk.
    func produce(_ count: Int, seed: Int = 7, _ more: [String] = [], in directory: URL) throws {
        try Souk.succeed(
            ["produce", "--to", url, "--count", "\(count)", "--seed", "\(seed)", "--rate", "max"] + more,
            directory: directory)
    }

    /// Deletes it and creates it again, with other messages.
    func recreate(partitions: Int, count: Int, in directory: URL) throws {
        try broker.deleteTopic(name)
        // The broker agrees to the deletion before it is done.
        let deadline = Date(timeIntervalSinceNow: 30)
        while true {
            do {
                try broker.createTopic(name, partitions: partitions)
                break
            } catch  where Date() < deadline {
                Thread.sleep(forTimeInterval: 0.1)
            }
        }
        try produce(count, seed: 8, in: directory)
    }

    /// Runs kcat on it, with what it reads as its standard input.
    @discardableResult
    func kcat(_ arguments: String, input: String = "", in directory: URL) throws -> Souk.Outcome {
        let file = directory.appending(path: "kcat-\(UUID().uuidString)")
        try Data(input.utf8).write(to: file)
        let command = "kcat -b \(broker.address) -t \(name) \(arguments) <\(file.lastPathComponent)"
        let outcome = try Shell.run(command, directory: directory)
        guard outcome.exitCode == 0 else { throw Souk.Failure(text: "\(command): \(outcome.errors)") }
        return outcome
    }
}

/// A sale as a line of JSON.
func sale(_ identity: String, amount: String = "12.50", note: String? = nil) -> String {
    let extra = note.map { ",\"note\":\"\($0)\"" } ?? ""
    return """
        {"transaction_id":"\(identity)","user_id":"user_1","city":"Fès","category":"Books","amount":\(amount),\
        "quantity":1,"payment_method":"Cash","timestamp":"2026-01-01T10:00:00"\(extra)}
        """
}
