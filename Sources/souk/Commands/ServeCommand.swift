/// `souk serve`: the dashboard over a lake that another process writes.
struct ServeCommand: ConfiguredCommand {
    static let specification = CommandSpecification(
        path: ["serve"],
        summary: "the dashboard over a lake that another process writes",
        discussion: [
            "Follows the lake's commits and shows them on the dashboard and its API. It writes nothing, so any number of them may watch one lake."
        ],
        options: [SharedOptions.lake.specification, SharedOptions.listen.specification],
        examples: [CommandExample("souk serve --lake data/lake --listen 127.0.0.1:8080", "a second dashboard")],
        exitCodes: [.configuration, .lakeUnreachable])

    let options: ServeOptions
    let configuration: Configuration

    init(_ arguments: ParsedArguments, configuration: Configuration) throws(CommandError) {
        options = ServeOptions(lake: configuration[.lakeURL], listen: configuration[.listen])
        self.configuration = configuration
    }
}
