import Dashboard
import Foundation
import Live
import Marketplace
import Streaming
import Synchronization
import System
import TransactionLogs

extension UpCommand {
    func run(_ context: CommandContext) throws {
        if options.background.isDetached {
            return try DetachedStart("up", options.background, context).run(printsJSON: false)
        }
        try context.registration?.begin(
            BackgroundWorkPlan(
                command: "up", log: options.log, lake: options.lake, engine: options.engine, configuration,
                in: FileManager.default.currentDirectoryPath))
        let stopRequest = Simulation.StopRequest()
        let patience = StartPatience(configuration, context.console)
        let log = try patience.open {
            try WritableLog(
                options.log, createsTopic: options.createsTopic, stopRequest: stopRequest, configuration,
                on: context.console)
        }
        var settings = try PipelineSettings(configuration)
        settings.allowsLoss = options.allowsLoss
        let simulation = Simulation(
            settings: try SimulatorSettings(
                seed: SimulatorSettings.seed(options.seed, continuingAfter: try log.messageCount()),
                start: SystemClock.wallMicroseconds(), broken: Share(millionths: 0),
                currency: configuration[.currency]),
            rate: options.rate, isLive: true, count: nil, stopRequest: stopRequest)
        let running = try patience.open {
            try RunningPipeline(
                options.engine, source: options.log, log: log.log, lake: options.lake, settings: settings,
                listen: options.listen, intake: log.intake, showsRows: options.showsRows, configuration,
                console: context.console)
        }
        greet(running, context)
        try context.registration?.isReady(dashboard: running.url)

        let shop = Shop(simulation, makeSink: log.makeSink)
        let thread = BackgroundWork { shop.run { running.pipeline.drain() } }
        defer {
            simulation.stopRequest.stop()
            thread.wait()
        }
        let summary = try running.run(context) { [hub = running.hub] in
            simulation.stopRequest.stop()
            thread.wait()
            Self.waitUntilRead(log.log, hub)
        }
        simulation.stopRequest.stop()
        thread.wait()
        if let failure = shop.failure { throw failure }
        try log.close()
        context.console.say(
            RunAccount(summary.accounting, seconds: running.seconds, resources: .current()).sentence)
    }

    /// Gives the pipeline the time to read what the closed shop has sold. What it does not get to is read by the next start.
    private static func waitUntilRead(_ log: any TransactionLog, _ hub: Hub) {
        let deadline = SystemClock.monotonicNanoseconds() + 5_000_000_000
        while SystemClock.monotonicNanoseconds() < deadline {
            let positions = hub.latest.pipeline.partitions.map { ($0.partition, $0.position) }
            let read = Dictionary(positions, uniquingKeysWith: max)
            let isRead = try? log.partitions().allSatisfy { try log.offsets(of: $0).upperBound <= read[$0] ?? 0 }
            // A log that can't be asked is the pipeline's to report.
            guard isRead == false else { return }
            SystemClock.sleep(.milliseconds(20))
        }
    }

    private func greet(_ running: RunningPipeline, _ context: CommandContext) {
        let console = context.console
        console.say("log        \(options.log.argument)")
        console.say("lake       \(options.lake.argument)")
        console.say("simulator  \(options.rate.words), seed \(options.seed)")
        if let url = running.url { console.say("dashboard  \(console.error.colored(url, .green))") }
        console.say("Ctrl-C commits and ends; the next `souk up` goes on where this one stopped")
    }
}
