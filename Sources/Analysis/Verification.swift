/// Audits a lake by recomputing it: the offsets, the windows, the counters.
///
/// Everything is judged from the rows alone, by rules written down here a second time in SQL, so that an error of the engine
/// can't hide. The work is done in streams and small summaries; what doesn't fit into the database's memory is spilled.
public struct Verification {
    let database: any SQLDatabase
    let input: VerificationInput
    let exampleLimit: Int

    /// A verification of an open lake. It keeps tables in the database, so use one of its own.
    ///
    /// - Parameters:
    ///   - database: The lake.
    ///   - input: What it should hold.
    ///   - exampleLimit: The most examples that a check gives.
    package init(database: any SQLDatabase, input: VerificationInput, exampleLimit: Int = 10) {
        self.database = database
        self.input = input
        self.exampleLimit = exampleLimit
    }

    /// Runs all checks.
    ///
    /// - Throws: `AnalysisError`, with the code `.interrupted` after a cancellation; a fault of the lake is not an error but a
    ///   failed check.
    public func run() throws -> VerificationResult {
        try database.run("verifying the lake") {
            try createOffsetBlocks()
            var checks = try offsetChecks()
            checks += try windowChecks()
            checks += try accountingChecks()
            return VerificationResult(checks: checks)
        }
    }

    /// One row per partition and 64 offsets: enough to find gaps and duplicates exactly, at a sixty-fourth of the size.
    func createOffsetBlocks() throws {
        let dialect = database.dialect
        try database.keep(
            """
            SELECT _partition, \(dialect.block(ofOffset: "_offset")) AS block, count(*) AS messages,
                bit_or(\(dialect.bit(ofOffset: "_offset"))) AS present
            FROM (
                SELECT _partition, _offset FROM transactions UNION ALL SELECT _partition, _offset FROM rejected)
            WHERE _offset >= 0 AND _partition IS NOT NULL
            GROUP BY _partition, \(dialect.block(ofOffset: "_offset"))
            """, as: "offset_blocks")
    }

    func rows(_ sql: String) throws -> [ResultRow] {
        try database.rows(of: sql).all()
    }

    func check(_ name: String, faults: Int64, _ detail: String, examples: [String] = []) -> VerificationResult.Check {
        .init(name: name, passed: faults == 0, detail: detail, examples: examples)
    }
}
