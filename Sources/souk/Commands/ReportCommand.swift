/// `souk report`: the analysis report.
struct ReportCommand: ConfiguredCommand {
    static let format = ValueOption<ReportOptions.Format>(
        "format", value: "md|html|json", "how the report is written", default: "by the name of --out, otherwise md")
    static let language = ValueOption<ReportOptions.Language>(
        "lang", value: "en|fr", "the report's language", default: "en")
    static let output = ValueOption<String>(
        "out", letter: "o", value: "FILE", "file to write to", default: "standard output")

    static let specification = CommandSpecification(
        path: ["report"],
        summary: "the analysis report of a lake",
        discussion: [
            "Revenue, customers, categories, cities, payments and times of day, from all transactions in the lake. With --engine sc://… a Spark cluster computes them, for lakes that no single machine reads; the numbers are the same."
        ],
        options: [
            SharedOptions.lake.specification, format.specification, language.specification, output.specification,
            SharedOptions.analysisEngine.specification,
        ],
        printsJSON: true,
        examples: [
            CommandExample("souk report --lake data/lake", "read it in the terminal"),
            CommandExample("souk report --lake data/lake --lang fr --out rapport.html", "a page in French"),
            CommandExample(
                "souk report --lake hdfs://namenode:9000/lake --engine sc://spark:15002", "computed by a Spark cluster"),
        ],
        exitCodes: [.configuration, .lakeUnreachable, .sparkUnreachable])

    let options: ReportOptions
    let configuration: Configuration

    init(_ arguments: ParsedArguments, configuration: Configuration) throws(CommandError) {
        let path = arguments[Self.output].flatMap { $0 == "-" ? nil : $0 }
        let format = try arguments.format(Self.format, json: .json)
        options = ReportOptions(
            lake: configuration[.lakeURL], format: format ?? Self.format(of: path),
            language: arguments[Self.language] ?? .english, outputPath: path,
            engine: arguments[SharedOptions.analysisEngine] ?? .duckDB)
        self.configuration = configuration
    }

    private static func format(of path: String?) -> ReportOptions.Format {
        guard let path, let dot = path.lastIndex(of: ".") else { return .markdown }
        return ReportOptions.Format(rawValue: path[path.index(after: dot)...].lowercased()) ?? .markdown
    }
}
