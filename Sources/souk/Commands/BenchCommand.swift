/// `souk bench`: the benchmarks.
struct BenchCommand: ConfiguredCommand {
    static let name = Positional<BenchOptions.Name>("NAME", "the benchmark: decode, pipeline, log or marketplace")

    static let specification = CommandSpecification(
        path: ["bench"],
        summary: "run a benchmark on this machine",
        discussion: ["Prints rates and their ratio to a named baseline that is measured in the same run."],
        positionals: [name.specification],
        printsJSON: true,
        examples: [CommandExample("souk bench decode", "how fast messages become columns")])

    let options: BenchOptions
    let configuration: Configuration

    init(_ arguments: ParsedArguments, configuration: Configuration) throws(CommandError) {
        options = BenchOptions(
            name: try arguments.required(Self.name), printsJSON: arguments[CommonOptions.json] ?? false)
        self.configuration = configuration
    }
}
