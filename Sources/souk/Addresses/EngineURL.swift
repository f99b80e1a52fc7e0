import SparkConnect

/// What runs the pipeline.
enum EngineURL: ArgumentValue, Hashable {
    /// The threads of this process.
    case native
    /// A Spark cluster, behind its Spark Connect server.
    case spark(SparkAddress)

    static let expectation = "an engine"
    static let example = "native or sc://localhost:15002"

    init(argument: String) throws(ValueProblem) {
        if let address = try SparkAddress.read(argument: argument) {
            self = .spark(address)
            return
        }
        guard argument == "native" else {
            throw ValueProblem("`\(argument)` is not an engine: use native or sc://HOST:PORT")
        }
        self = .native
    }

    /// The engine as it is written, without a token.
    var argument: String {
        switch self {
        case .native: "native"
        case .spark(let address): address.description
        }
    }
}

extension EngineURL {
    /// Refuses an engine that the command can't give its work to.
    func requireNative() throws(CommandError) {
        guard self != .native else { return }
        throw CommandError(
            "\(argument): this command does not run on Spark yet", hints: ["use native"], exitCode: .configuration)
    }
}
