/// What runs the pipeline.
enum EngineURL: ArgumentValue, Hashable {
    /// The threads of this process.
    case native

    static let expectation = "an engine"
    static let example = "native"

    init(argument: String) throws(ValueProblem) {
        guard !argument.hasPrefix("sc:") else { throw SparkURL.problem(with: argument, use: "native") }
        guard argument == "native" else {
            throw ValueProblem("`\(argument)` is not an engine: use native")
        }
        self = .native
    }

    var argument: String { "native" }
}
