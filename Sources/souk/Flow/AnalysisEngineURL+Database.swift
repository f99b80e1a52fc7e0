import Analysis

extension AnalysisEngineURL {
    /// Opens a lake in the engine's database and does something with it.
    ///
    /// - Throws: what opening and `body` throw.
    func with<Result>(
        _ reading: LakeReading, _ configuration: Configuration, _ context: CommandContext,
        _ body: (any SQLDatabase) throws -> Result
    ) throws -> Result {
        switch self {
        case .duckDB: try body(reading.database(context))
        case .spark(let address):
            try SparkLake(reading: reading, address: address, configuration: configuration).with(context) {
                try body($0)
            }
        }
    }
}
