import Analysis
import Lake
import Streaming

extension VerifyCommand {
    func run(_ context: CommandContext) throws {
        let lake = try SettledLake(LakePlace(options.lake, configuration), pipeline: configuration[.pipelineName])
        let audit = LakeAudit(
            reading: lake.reading, last: lake.records.last,
            log: try options.source.map {
                try LogOpening.reading($0, follows: false, configuration, on: context.console)
            })
        var checks = try WorkProgress.show("looking at files", unit: "checks", total: nil, on: context.console) { _ in
            try audit.files(readsBytes: options.engine == .duckDB)
        }
        // Rows that can't be read can't be recomputed from.
        if let last = lake.records.last, !LakeAudit.isDamaged(checks) {
            checks += try options.engine.with(lake.reading, configuration, context) { database in
                try rows(of: database, VerificationInput(last), context)
            }
            checks += try audit.content(committed: last.committedOffsets, configuration, context)
        }
        checks += try audit.comparison()
        let result = VerificationResult(checks: checks)
        try context.console.write(options.printsJSON ? result.json + "\n" : result.text)
        let failed = checks.filter { !$0.passed }.map(\.name)
        guard failed.isEmpty else {
            throw CommandError(
                "the lake is not as it should be: \(failed.joined(separator: ", "))",
                hints: Self.hints(failed, isDamaged: LakeAudit.isDamaged(checks)),
                exitCode: .differenceFound)
        }
    }

    private static func hints(_ failed: [String], isDamaged: Bool) -> [String] {
        if isDamaged {
            return ["the rows were not checked, for not all of them can be read; put the files back and verify again"]
        }
        guard failed.contains(LakeAudit.contentEqual) else { return [] }
        return [
            "the log was decoded as [fields] and [decoder] say now; a lake that was filled under others differs from it"
        ]
    }

    /// The rows against a recomputation.
    private func rows(
        of database: any SQLDatabase, _ input: VerificationInput, _ context: CommandContext
    ) throws -> [VerificationResult.Check] {
        let verification = Verification(database: database, input: input)
        return try WorkProgress.show("verifying", unit: "checks", total: nil, on: context.console) { _ in
            try verification.run().checks
        }
    }
}
