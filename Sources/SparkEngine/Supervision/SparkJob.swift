public import Commerce
internal import Foundation
public import Lake
public import Live
internal import SparkConnect
public import Streaming
internal import Synchronization
public import TransactionLogs

/// The pipeline on a Spark cluster, as Souk looks after it: it takes the lake, has the streaming queries run, shows what comes
/// of them, and hands the lake over at the end.
///
/// It works in attempts, as `Pipeline` does: when Spark, the log or the lake can't be reached, the session is given up and the
/// next attempt begins at the last account. The queries themselves may go on meanwhile; the next attempt finds them by their
/// names in the session, and where the session is gone, starts them again at their checkpoints.
public final class SparkJob: Sendable {
    private let parts: SparkJobParts
    private let settings: SparkJobSettings
    private let connect: @Sendable (_ session: String) throws -> any StreamingCluster
    private let makeIdentity: @Sendable () -> String
    private let lake: EngineLakeHolder

    /// Takes possession of the lake.
    ///
    /// - Parameters:
    ///   - engine: the server's address, without any secret.
    ///   - host: the server's host, where Spark's own pages are.
    ///   - console: prints what the lake gains, if that is wanted.
    ///   - pause: lets some seconds pass; nil to sleep.
    ///   - connect: opens a session with an identifier.
    ///   - makeIdentity: draws a UUID.
    /// - Throws: what `EngineLake` throws, and errors of the log.
    public init(
        log: any TransactionLog, fileSystem: any FileSystem, settings: SparkJobSettings, engine: String, host: String,
        clock: any WallClock, hub: Hub, console: SparkConsole?, pause: (@Sendable (_ seconds: Double) -> Void)? = nil,
        onEvent: @escaping @Sendable (PipelineEvent) -> Void, makeIdentity: @escaping @Sendable () -> String,
        connect: @escaping @Sendable (_ session: String) throws -> any StreamingCluster
    ) throws {
        parts = SparkJobParts(
            log: log, fileSystem: fileSystem, clock: clock, hub: hub, currency: settings.pipeline.currency, host: host,
            console: console, pause: pause ?? { Thread.sleep(forTimeInterval: $0) }, onEvent: onEvent)
        self.settings = settings
        self.connect = connect
        self.makeIdentity = makeIdentity
        let opened = try EngineLake(
            fileSystem: fileSystem, identity: log.identity, settings: settings.pipeline, engine: engine, clock: clock,
            beginnings: { try settings.pipeline.start.offsets(of: log.partitions(), in: log) },
            makeIdentity: makeIdentity)
        lake = EngineLakeHolder(opened)
    }

    /// Asks for the end: the queries are stopped, everything is accounted for, and the lake is handed over.
    public func drain() { parts.drain() }

    /// Gives the lake back; what was not handed over stays Spark's.
    public func close() { lake.close() }

    /// Runs until the log's present end (`untilEnd`) or until `drain`.
    ///
    /// - Returns: what this run and the lake's whole life came to.
    /// - Throws: what ended the job before, if waiting does not help. What was accounted for stays.
    public func run() throws -> RunSummary {
        defer { close() }
        let start = try lake.withLake { try $0.progress.accounting() }
        let outage = Outage(settings.pipeline.retry, parts)
        var isSessionLost = false
        while true {
            do {
                if isSessionLost { try lake.withLake { try $0.renewSession(makeIdentity()) } }
                isSessionLost = false
                try attempt(outage)
                parts.report(.stopped)
                let total = try lake.withLake { try $0.progress.accounting() }
                return RunSummary(accounting: total.since(start), total: total)
            } catch {
                guard Self.isTransient(error) else { throw error }
                if (error as? SparkError)?.code == .sessionLost { isSessionLost = true }
                try outage.wait(error)
            }
        }
    }

    private func attempt(_ outage: Outage) throws {
        try lake.withLake { lake in
            let cluster = try connect(lake.progress.session)
            try SparkAttempt(cluster, lake, parts, settings, outage).run()
            // The lake is handed over, so that nothing depends on this any more: the server forgets the session by itself.
            try? cluster.release()
        }
    }

    /// Whether the same may succeed later while this process waits.
    private static func isTransient(_ error: any Error) -> Bool {
        switch error {
        case let error as SparkError:
            switch error.code {
            case .unreachable, .timedOut, .sessionLost, .interrupted: true
            // Spark does not tell a job that a lost executor, broker or DataNode has cost from one that can't succeed; only
            // what it can't understand or find (class 42 of SQL states) is known to be for good.
            case .failed: error.sqlState?.hasPrefix("42") != true
            case .unauthorized, .protocolViolation, .unsupported: false
            }
        case let error as TransactionLogError: error.isTransient
        case let error as FileSystemError: error.isTransient
        default: false
        }
    }
}
