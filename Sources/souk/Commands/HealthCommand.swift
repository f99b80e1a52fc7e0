/// `souk health`: whether the dashboard of this machine's configuration says that its pipeline works.
struct HealthCommand: ConfiguredCommand {
    static let specification = CommandSpecification(
        path: ["health"],
        summary: "ask a running dashboard whether its pipeline works",
        discussion: [
            "For service managers and containers: asks /readyz where the configuration says that the dashboard listens, with the token that it names. The exit code is 0 if the pipeline works, and 1 if it does not or nobody answers within a few seconds."
        ],
        options: [SharedOptions.listen.specification],
        examples: [CommandExample("souk health --listen 127.0.0.1:8080", "ask the dashboard there")],
        exitCodes: [.configuration])

    /// Where the dashboard listens.
    let listen: NetworkAddress
    let configuration: Configuration

    init(_ arguments: ParsedArguments, configuration: Configuration) throws(CommandError) {
        listen = configuration[.listen]
        self.configuration = configuration
    }

    func run(_ context: CommandContext) throws {
        let client = DashboardClient(Self.address(of: listen), tokenFile: configuration[.tokenFile].path)
        if let problem = try client.problem() { throw CommandError(problem, exitCode: .failure) }
        context.console.say("the pipeline works")
    }

    /// Where to ask a dashboard that listens there; one that listens everywhere listens on this machine too.
    static func address(of listen: NetworkAddress) -> String {
        let isEverywhere = listen.host == "0.0.0.0" || listen.host == "::"
        let address = isEverywhere ? NetworkAddress(host: "localhost", port: listen.port) : listen
        return "http://\(address)/"
    }
}
