import Analysis
import Lake
import Streaming

extension VerifyCommand {
    func run(_ context: CommandContext) throws {
        let lake = try SettledLake(options.lake, pipeline: configuration[.pipelineName])
        let audit = LakeAudit(
            reading: lake.reading, last: lake.records.last,
            log: try options.source.map {
                try LogOpening.reading($0, follows: false, configuration, on: context.console)
            })
        let checks = try WorkProgress.show("verifying", unit: "checks", total: nil, on: context.console) { progress in
            var checks = try audit.files()
            progress.advance(by: Int64(checks.count))
            // Rows that can't be read can't be recomputed from.
            if let last = lake.records.last, !LakeAudit.isDamaged(checks) {
                checks += try Verification(
                    database: try lake.reading.database(context), input: VerificationInput(last, records: lake.records)
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
                "the lake is not as it should be: \(failed.joined(separator: ", "))",
                hints: LakeAudit.isDamaged(checks)
                    ? [
                        "the rows were not checked, for not all of them can be read; put the files back and verify again"
                    ]
                    : [],
                exitCode: .differenceFound)
        }
    }
}
