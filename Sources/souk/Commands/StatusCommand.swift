import Analysis
import Foundation

/// `souk status`: the processes that run in the background.
struct StatusCommand: ConfiguredCommand {
    static let specification = CommandSpecification(
        path: ["status"],
        summary: "the processes that --detach has started",
        discussion: [
            "Lists this user's background processes with what their dashboards say of them; one without a dashboard has no figures. Those that have ended since are told of once, on standard error, and then forgotten."
        ],
        options: [],
        printsJSON: true,
        examples: [
            CommandExample("souk status", "what runs, how far it is, and since when"),
            CommandExample("souk status --json", "the same for a program, with addresses and files"),
        ],
        exitCodes: [.configuration])

    private let printsJSON: Bool

    init(_ arguments: ParsedArguments, configuration: Configuration) throws(CommandError) {
        printsJSON = arguments[CommonOptions.json] ?? false
    }

    func run(_ context: CommandContext) throws {
        let registry = try ProcessRegistry(environment: context.environment)
        for entry in try registry.removeEnded() {
            context.console.say(entry.endingWords, entry.exitCode == 0 ? .info : .warning)
        }
        let processes = try registry.entries().map { ProcessStatus($0) }
        for problem in processes.compactMap(\.problem) { context.console.say(problem, .warning) }
        if printsJSON {
            let document = JSONValue.object(["processes": .array(processes.map(\.json))])
            try context.console.writeLine(document.indented)
        } else if processes.isEmpty {
            context.console.say("nothing runs in the background")
        } else {
            var table = TextTable(ProcessStatus.columns)
            for process in processes { table.append(process.row(now: Date())) }
            for line in table.lines { try context.console.writeLine(line) }
        }
    }
}
