import Analysis
import Foundation
import Live
import SparkEngine
import Streaming
import System
import TransactionLogs

extension RunCommand {
    func run(_ context: CommandContext) throws {
        guard !options.source.isCSV else {
            throw CommandError.usage(
                "souk run reads NDJSON, and \(options.source.argument) is CSV",
                hints: ["import it first: souk produce --from FILE.csv --to log:DIR"])
        }
        if options.explains { return try explain(context) }
        if options.background.isDetached {
            return try DetachedStart("run", options.background, context).run(printsJSON: options.printsJSON)
        }
        try context.registration?.begin(
            BackgroundWorkPlan(
                command: "run", log: options.source, lake: options.lake, engine: options.engine, configuration,
                in: FileManager.default.currentDirectoryPath))
        var settings = try PipelineSettings(configuration)
        settings.untilEnd = options.stopsAtEnd
        settings.allowNewLog = options.allowsNewLog
        settings.allowsLoss = options.allowsLoss
        let patience = patience(context.console)
        let log = try patience.open {
            try LogOpening.reading(options.source, follows: !options.stopsAtEnd, configuration, on: context.console)
        }
        let began = SystemClock.monotonicNanoseconds()
        let running = try patience.open { try open(log, settings, context.console) }
        try context.registration?.isReady(dashboard: running.url)
        if let url = running.url { context.console.say("dashboard: \(url)") }
        if !options.stopsAtEnd {
            context.console.say(
                "following \(options.source.argument) into \(options.lake.argument); Ctrl-C commits and ends")
        }
        let summary = options.stopsAtEnd ? try showProgress(of: running, context) : try running.run(context)
        let seconds = Double(SystemClock.monotonicNanoseconds() - began) / 1e9
        try print(RunAccount(summary.accounting, seconds: seconds, resources: .current()), context)
    }

    /// A run that ends by itself has somebody who waits for it.
    private func patience(_ console: Console) -> StartPatience {
        options.stopsAtEnd ? StartPatience(limit: .zero) { _ in } : StartPatience(configuration, console)
    }

    private func explain(_ context: CommandContext) throws {
        guard case .kafka(let topic) = options.source else { preconditionFailure("the source was checked") }
        let statements = JobSQL(
            try SparkJobSettings(PipelineSettings(configuration), topic: topic, lake: options.lake, configuration)
        ).statements
        if options.printsJSON {
            let members = statements.map { JSONValue.Member(name: $0.table, value: .string($0.sql)) }
            try context.console.writeLine(JSONValue.object(members).indented)
        } else {
            for statement in statements {
                try context.console.writeLine("-- \(statement.table): \(statement.words)\n\(statement.sql);\n")
            }
        }
    }

    private func open(
        _ log: any TransactionLog, _ settings: PipelineSettings, _ console: Console
    ) throws -> RunningPipeline {
        do {
            return try RunningPipeline(
                options.engine, source: options.source, log: log, lake: options.lake, settings: settings,
                listen: options.listen, showsRows: options.showsRows, configuration, console: console)
        } catch let error as PipelineError where error.code == .lakeDoesNotMatch && options.source == .standardStream {
            throw CommandError(
                "the lake at \(options.lake.argument) holds transactions already, and standard input can't go on where they end",
                hints: [
                    "use a new lake; or collect the input in a log and run from that: souk produce --to log:DIR --from -"
                ],
                exitCode: .configuration)
        }
    }

    private func showProgress(of running: RunningPipeline, _ context: CommandContext) throws -> RunSummary {
        try WorkProgress.show("reading", unit: "messages", total: nil, on: context.console) { progress in
            let subscription = running.hub.subscribe { snapshot in
                let state = snapshot.pipeline
                progress.update(completed: state.read, total: state.read + state.lag)
            }
            defer { subscription.cancel() }
            return try running.run(context)
        }
    }

    private func print(_ account: RunAccount, _ context: CommandContext) throws {
        if options.printsJSON {
            try context.console.writeLine(account.json)
        } else if options.stopsAtEnd {
            for line in account.lines { try context.console.writeLine(line) }
        } else {
            context.console.say(account.sentence)
        }
    }
}
