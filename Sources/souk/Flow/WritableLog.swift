import Commerce
import Dashboard
import KafkaLogs
import TransactionLogs

/// A log that this process both writes and reads.
struct WritableLog: Sendable {
    /// For reading.
    let log: any TransactionLog
    /// What posted transactions are put in through.
    let intake: any TransactionIntake
    /// Makes what one thread writes through.
    let makeSink: @Sendable () throws -> any MessageSink
    /// Ends the writing, when all sinks are closed.
    let close: @Sendable () throws -> Void

    /// Opens a log, and makes it if it is missing and that is allowed.
    ///
    /// - Parameter stopRequest: tells a sink that waits for a server that it is not to wait for ever.
    /// - Throws: `CommandError`, `TransactionLogError`.
    init(
        _ url: LogURL, createsTopic: Bool, stopRequest: Simulation.StopRequest, _ configuration: Configuration,
        on console: Console
    ) throws {
        let decoder = try TransactionDecoder(reading: configuration)
        switch url {
        case .embedded(let directory):
            let writer = try Self.embeddedWriter(directory, configuration)
            log = try EmbeddedLog(opening: directory)
            intake = LogIntake(writer, decoder: decoder)
            let retention = RetentionPolicy(configuration)
            makeSink = { LogSink(writer, decoder: decoder, retention: retention) }
            close = { try writer.close() }
        case .kafka(let address):
            let settings = try KafkaLogSettings(address, configuration, on: console)
            let partitions = createsTopic ? Int32(configuration.topicPartitions) : nil
            intake = try KafkaIntake(settings, creatingPartitions: partitions, decoder: decoder)
            log = try KafkaLog(settings)
            makeSink = {
                KafkaSink(
                    try KafkaLogWriter(settings, creatingPartitions: nil, isStopping: { stopRequest.isMade }),
                    decoder: decoder)
            }
            close = {}
        case .file, .standardStream:
            preconditionFailure("`souk up` takes no log that can't be read while it is written")
        }
    }

    /// How many messages were ever written to the log.
    func messageCount() throws -> Int64 {
        try log.partitions().reduce(0) { try $0 + log.offsets(of: $1).upperBound }
    }

    /// One writer at a time: the log's writer is the first thing that a second `souk up` does not get.
    private static func embeddedWriter(_ directory: String, _ configuration: Configuration) throws -> EmbeddedLogWriter
    {
        let layout = EmbeddedLogLayout(
            configuration, identity: Identities.log(), partitions: configuration[.partitions])
        do {
            return try EmbeddedLogWriter(opening: directory, creating: layout)
        } catch {
            guard error.code == .alreadyOpen else { throw error }
            throw CommandError(
                "another souk writes here: \(error.description)",
                hints: ["stop it, or keep this one's data elsewhere with --data DIR"], exitCode: .lakeOwnedByAnother)
        }
    }
}

extension Configuration {
    /// How many partitions a topic that is created gets: what `log.partitions` says if it says anything, otherwise three.
    var topicPartitions: Int { isSet(.partitions) ? self[.partitions] : 3 }
}
