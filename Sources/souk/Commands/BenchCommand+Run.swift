import Benchmarks
import Foundation

extension BenchCommand {
    func run(_ context: CommandContext) throws {
        context.console.say("measuring; this takes up to a minute, and other work on this machine spoils the figures")
        let report = try benchmark(context).run()
        try context.console.write(options.printsJSON ? report.json() : report.text)
    }

    private func benchmark(_ context: CommandContext) -> any Benchmark {
        switch options.name {
        case .decode: DecodeBenchmark()
        case .pipeline: PipelineBenchmark(directory: ".")
        case .log: LogBenchmark(directory: ".")
        case .marketplace: MarketplaceBenchmark()
        case .kafka: kafkaBenchmark(context)
        }
    }

    /// The baselines are looked for where a checkout of the project has them.
    private func kafkaBenchmark(_ context: CommandContext) -> KafkaBenchmark {
        guard let topic = options.topic else { preconditionFailure("the benchmark kafka has a topic") }
        let environment = context.environment
        return KafkaBenchmark(
            servers: topic.servers, topic: topic.topic, directory: ".",
            surroundings: KafkaBenchmark.Surroundings(
                souk: Bundle.main.executablePath ?? CommandLine.arguments[0], scripts: "Benchmarks/Kafka",
                python: environment["SOUK_PYTHON"] ?? ".deps/venv/bin/python",
                cluster: environment["SOUK_CLUSTER"] ?? "../shared/cluster"),
            say: { [console = context.console] in console.say($0) })
    }
}
