/// What is asked of a lake, and how the answer is written.
struct QueryOptions: Sendable, Hashable {
    /// How rows are written.
    enum Format: String, ArgumentValue, CaseIterable {
        case table
        case csv
        case json
    }

    /// Where the SQL text is.
    enum Statement: Sendable, Hashable {
        /// On the command line.
        case text(String)
        /// On standard input.
        case standardInput
    }

    /// The lake that is asked.
    var lake: LakeURL
    /// The question.
    var statement: Statement
    /// How rows are written.
    var format: Format
    /// What answers it.
    var engine: AnalysisEngineURL
}
