/// `souk help`: what a command does, or all of them.
struct HelpCommand: Command {
    static let path = Positional<String>("COMMAND", "the command to explain", isRequired: false, isRepeatable: true)

    static let specification = CommandSpecification(
        path: ["help"],
        summary: "explain a command",
        positionals: [path.specification],
        examples: [CommandExample("souk help config check", "explain one command")])

    private let path: [String]

    init(_ arguments: ParsedArguments, report: ConfigurationReport) throws(CommandError) {
        path = arguments[all: Self.path]
    }

    func run(_ context: CommandContext) throws {
        try context.console.write(HelpText(width: context.console.output.width).text(at: path))
    }
}
