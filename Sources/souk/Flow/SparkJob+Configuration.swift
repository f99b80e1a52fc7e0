import Commerce
import Foundation
import Live
import SparkConnect
import SparkEngine
import Streaming
import System
import TransactionLogs

extension SparkJob {
    /// The pipeline on the cluster that a command was given.
    ///
    /// - Parameter log: the topic as this process reads it: its identity, its ends.
    /// - Throws: `CommandError` with exit code 2 for a log that is no topic, and with 10 for a configuration that Spark can't
    ///   follow; what `SparkJob` throws.
    convenience init(
        _ address: SparkAddress, source: LogURL, log: any TransactionLog, place: LakePlace, settings: PipelineSettings,
        hub: Hub, console: Console, showsRows: Bool, _ configuration: Configuration
    ) throws {
        try EngineURL.spark(address).check(reads: source)
        guard case .kafka(let topic) = source else { preconditionFailure("the source was checked") }
        var completed = try address.completed(by: configuration)
        // The lake remembers the session, and begins another one when it is lost.
        completed.sessionID = nil
        let server = completed
        let timeout = configuration[.sparkTimeout]
        let authorities = configuration[.sparkCertificateAuthorities].path
        try self.init(
            log: log, fileSystem: place.fileSystem,
            settings: try SparkJobSettings(settings, topic: topic, lake: place.url, configuration),
            engine: "sc://\(server.host):\(server.port)", host: server.host, clock: SystemWallClock(), hub: hub,
            console: showsRows ? SparkConsole(write: console.write(table:)) : nil,
            onEvent: { console.say($0) }, makeIdentity: Identities.uuid,
            connect: { session in
                let session = try SparkSession(
                    server, id: session, certificateAuthorities: authorities)
                return SparkCluster(session, timeout: timeout)
            })
    }
}

extension SparkJobSettings {
    /// The settings that the configuration asks for.
    init(
        _ pipeline: PipelineSettings, topic: KafkaAddress, lake: LakeURL, _ configuration: Configuration
    ) throws {
        self.init(
            pipeline: pipeline, topic: topic.topic,
            kafkaOptions: try SparkKafkaOptions.options(topic, configuration), lakePath: try lake.sparkPath())
        // By its name, so that the cluster's own zone, or that of its tasks' machines, makes no difference.
        timeZone = try TimeZoneDatabase.resolve(configuration[.decoderTimeZone]).portableName(for: .decoderTimeZone)
        let interval = configuration[.sparkTrigger]
        trigger = "\(interval.microseconds / 1_000) milliseconds"
        windowsTrigger = "\(max(interval, .seconds(15)).microseconds / 1_000) milliseconds"
        maxOffsetsPerTrigger = configuration[.sparkMaxOffsetsPerTrigger].value
        shufflePartitions = configuration[.sparkShufflePartitions]
        settleInterval = configuration[.sparkSettleInterval].microseconds
        reconcileInterval = configuration[.sparkReconcileInterval].microseconds
    }
}
