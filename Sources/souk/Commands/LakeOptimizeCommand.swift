/// `souk lake optimize`: fewer, larger files.
struct LakeOptimizeCommand: ConfiguredCommand {
    static let engine = ValueOption<AnalysisEngineURL>(
        "engine", value: "URL", "the Spark cluster that does the work: sc://HOST:PORT")

    static let specification = CommandSpecification(
        path: ["lake", "optimize"],
        summary: "have a Spark cluster rewrite a lake's small files into larger ones",
        discussion: [
            "Runs Delta's OPTIMIZE on the three tables. No row changes and none is lost, whatever happens meanwhile; a pipeline may run, for commits that only rearrange files are gone over. The old files stay for readers of older versions until somebody removes them with VACUUM."
        ],
        options: [SharedOptions.lake.specification, engine.specification],
        printsJSON: true,
        examples: [
            CommandExample(
                "souk lake optimize --lake hdfs://namenode:9000/lake --engine sc://spark:15002",
                "before and after, table by table")
        ],
        exitCodes: [.configuration, .lakeUnreachable, .sparkUnreachable])

    let options: LakeOptimizeOptions
    let configuration: Configuration

    init(_ arguments: ParsedArguments, configuration: Configuration) throws(CommandError) {
        guard case .spark(let address) = arguments[Self.engine] else {
            throw .usage(
                "souk lake optimize needs a Spark cluster, for Souk itself rewrites no files",
                hints: ["add --engine sc://HOST:15002"])
        }
        options = LakeOptimizeOptions(
            lake: configuration[.lakeURL], cluster: address, printsJSON: arguments[CommonOptions.json] ?? false)
        self.configuration = configuration
    }
}
