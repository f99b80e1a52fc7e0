import Analysis
import Lake
import Streaming

extension VerifyCommand {
    func run(_ context: CommandContext) throws {
        let reading = try LakeReading(options.lake)
        let history = CommitHistory(reading.lake.transactions, pipeline: configuration[.pipelineName])
        let last = try history.last()
        guard last != nil || reading.lake.transactions.snapshot.transactions.isEmpty else {
            throw CommandError(
                "the lake at \(options.lake.path) has no commit of the pipeline `\(configuration[.pipelineName])`",
                hints: ["SOUK_PIPELINE_NAME or pipeline.name in the configuration names the pipeline that wrote it"],
                exitCode: .configuration)
        }
        let audit = LakeAudit(
            reading: reading, last: last, log: try options.source.map { try LogOpening.reading($0, follows: false) })
        let checks = try WorkProgress.show("verifying", unit: "checks", total: nil, on: context.console) { progress in
            var checks = try audit.files()
            progress.advance(by: Int64(checks.count))
            if let last {
                checks += try Verification(
                    database: try reading.database(context), input: VerificationInput(last, records: try history.all())
                ).run().checks
                progress.advance(by: Int64(checks.count))
            }
            checks += try audit.comparison()
            return checks
        }
        let result = VerificationResult(checks: checks)
        try context.console.write(options.printsJSON ? result.json + "\n" : result.text)
        let failed = checks.filter { !$0.passed }.map(\.name)
        guard failed.isEmpty else {
            throw CommandError(
                "the lake is not as it should be: \(failed.joined(separator: ", "))", exitCode: .differenceFound)
        }
    }
}
