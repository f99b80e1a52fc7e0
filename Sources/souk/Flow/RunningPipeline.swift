import Commerce
import Dashboard
import Foundation
import Lake
import Live
import SparkEngine
import Streaming
import System
import TransactionLogs

/// A pipeline with what a command puts around it: the hub, the dashboard, the drain on the first signal.
struct RunningPipeline {
    /// How long a drain may take before the process gives up.
    static let drainTimeout = Duration.seconds(60)
    /// Likewise where a cluster has to end its queries first.
    static let clusterDrainTimeout = Duration.seconds(600)

    let hub = Hub()
    let pipeline: any RunnablePipeline
    private let server: DashboardServer?
    private let patience: Duration
    private let printer: ConsolePrinter?
    private let began = SystemClock.monotonicNanoseconds()

    /// Seconds since the pipeline was opened.
    var seconds: Double { Double(SystemClock.monotonicNanoseconds() - began) / 1e9 }

    /// Takes possession of the lake, and starts the dashboard if there shall be one.
    ///
    /// - Parameters:
    ///   - source: the log's address.
    ///   - showsRows: whether the pipeline prints what it takes in.
    init(
        _ engine: EngineURL, source: LogURL, log: any TransactionLog, lake: LakeURL, settings: PipelineSettings,
        listen: NetworkAddress?, intake: (any TransactionIntake)? = nil, showsRows: Bool = false,
        _ configuration: Configuration, console: Console
    ) throws {
        let place = try LakePlace(lake, configuration)
        patience = engine == .native ? Self.drainTimeout : Self.clusterDrainTimeout
        switch engine {
        case .native:
            let native = try Pipeline(
                log: log, fileSystem: place.fileSystem, settings: settings, clock: SystemWallClock(), hub: hub,
                history: LakeHistory(place: place), onEvent: { console.say($0) }, makeIdentity: Identities.uuid)
            pipeline = native
            printer =
                showsRows
                ? ConsolePrinter(
                    hub, since: native.start, clock: SystemWallClock(),
                    openWindows: { native.openWindows(limit: $0) }, write: console.write(table:)) : nil
        case .spark(let address):
            pipeline = try SparkJob(
                address, source: source, log: log, place: place, settings: settings, hub: hub, console: console,
                showsRows: showsRows, configuration)
            printer = nil
        }
        do {
            server = try Self.startServer(hub, listen: listen, intake: intake, configuration)
        } catch {
            pipeline.close()
            throw error
        }
    }

    private static func startServer(
        _ hub: Hub, listen: NetworkAddress?, intake: (any TransactionIntake)?, _ configuration: Configuration
    ) throws -> DashboardServer? {
        guard let listen else { return nil }
        return try DashboardServer.start(
            hub: hub, settings: try DashboardSettings(configuration, listen: listen, intake: intake))
    }

    /// The dashboard's address; nil without one.
    var url: String? { server?.url }

    /// Runs to the log's end or the first signal.
    ///
    /// - Parameter whenStopping: is called first when a signal comes, on a thread of its own; the pipeline drains when it
    ///   returns.
    func run(_ context: CommandContext, whenStopping: @escaping @Sendable () -> Void = {}) throws -> RunSummary {
        defer { server?.stop() }
        context.signals.onFirstSignal { [pipeline, patience, console = context.console] _ in
            console.say("stopping: committing what was read; Ctrl-C again ends at once, without loss")
            let limit = Double(patience.components.seconds)
            DispatchQueue.global().asyncAfter(deadline: .now() + limit) {
                console.say(
                    "the last commit did not come about within \(Words.duration(patience)); what it would have held "
                        + "is read again by the next start", .error)
                CurrentProcess.exitAtOnce(status: ExitCode.drainIncomplete.rawValue)
            }
            _ = BackgroundWork {
                whenStopping()
                pipeline.drain()
            }
        }
        guard let printer else { return try pipeline.run() }
        return try printer.show(onFailure: { [pipeline] in pipeline.drain() }, during: pipeline.run)
    }
}

extension DashboardSettings {
    /// The dashboard that the configuration asks for.
    ///
    /// - Throws: `CommandError` with exit code 10 if the token's file can't be read.
    init(_ configuration: Configuration, listen: NetworkAddress, intake: (any TransactionIntake)? = nil) throws {
        let zone = try TimeZoneDatabase.resolve(configuration[.shopTimeZone])
        self.init(
            listen: listen.description, allowedHosts: configuration[.allowedHosts].elements, version: SoukVersion.text,
            timeZone: try zone.portableName(for: .shopTimeZone), clocks: zone.rules, clock: SystemWallClock(),
            intake: intake)
        guard let path = configuration[.tokenFile].path else { return }
        do {
            token = try String(contentsOfFile: path, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        } catch {
            throw CommandError(
                "the token in \(path) can't be read: \(error.localizedDescription)",
                hints: ["dashboard.token_file names a file that holds the token and nothing else"],
                exitCode: .configuration)
        }
    }
}
