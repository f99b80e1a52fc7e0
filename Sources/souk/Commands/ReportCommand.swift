/// `souk report`: the analysis report.
struct ReportCommand: ConfiguredCommand {
    static let format = ValueOption<ReportOptions.Format>(
        "format", value: "md|html|json", "how the report is written", default: "by the name of --out, otherwise md")
    static let language = ValueOption<ReportOptions.Language>(
        "lang", value: "en|fr", "the report's language", default: "en")
    static let output = ValueOption<String>(
        "out", letter: "o", value: "FILE", "file to write to", default: "standard output")
    static let engine = ValueOption<AnalysisEngineURL>(
        "engine", value: "URL", "what computes it: duckdb", default: "duckdb")

    static let specification = CommandSpecification(
        path: ["report"],
        summary: "the analysis report of a lake",
        discussion: [
            "Revenue, customers, categories, cities, payments and times of day, from all transactions in the lake."
        ],
        options: [
            SharedOptions.lake.specification, format.specification, language.specification, output.specification,
            engine.specification,
        ],
        printsJSON: true,
        examples: [
            CommandExample("souk report --lake data/lake", "read it in the terminal"),
            CommandExample("souk report --lake data/lake --lang fr --out rapport.html", "a page in French"),
        ],
        exitCodes: [.configuration, .lakeUnreachable])

    let options: ReportOptions
    let configuration: Configuration

    init(_ arguments: ParsedArguments, configuration: Configuration) throws(CommandError) {
        let path = arguments[Self.output].flatMap { $0 == "-" ? nil : $0 }
        let format = try arguments.format(Self.format, json: .json)
        options = ReportOptions(
            lake: configuration[.lakeURL], format: format ?? Self.format(of: path),
            language: arguments[Self.language] ?? .english, outputPath: path, engine: arguments[Self.engine] ?? .duckDB)
        self.configuration = configuration
    }

    private static func format(of path: String?) -> ReportOptions.Format {
        guard let path, let dot = path.lastIndex(of: ".") else { return .markdown }
        return ReportOptions.Format(rawValue: path[path.index(after: dot)...].lowercased()) ?? .markdown
    }
}
