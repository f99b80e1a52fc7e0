import Benchmarks

extension BenchCommand {
    func run(_ context: CommandContext) throws {
        context.console.say("measuring; this takes up to a minute, and other work on this machine spoils the figures")
        let report = try benchmark.run()
        try context.console.write(options.printsJSON ? report.json() : report.text)
    }

    private var benchmark: any Benchmark {
        switch options.name {
        case .decode: DecodeBenchmark()
        case .pipeline: PipelineBenchmark(directory: ".")
        case .log: LogBenchmark(directory: ".")
        case .marketplace: MarketplaceBenchmark()
        }
    }
}
