internal import DuckDB

/// What went wrong in an analysis, where, and what to do about it.
public struct AnalysisError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of failure that callers tell apart.
    public enum Code: Sendable, Hashable {
        /// The database could not be opened or failed by itself.
        case database
        /// The lake's files don't hold what the tables should.
        case tables
        /// The statement is not a single read-only query.
        case notReadOnly
        /// The statement is wrong, or failed on the data.
        case query
        /// Stopped by a cancellation.
        case interrupted
        /// Memory was not enough, and there was no room to spill.
        case outOfMemory
    }

    /// The kind of failure.
    public var code: Code
    /// What failed, where, why, and what to do next.
    public var description: String
    /// DuckDB's own error number, where there is one.
    public var libraryCode: UInt32?

    /// A failure of an analysis.
    public init(_ code: Code, _ description: String, libraryCode: UInt32? = nil) {
        self.code = code
        self.description = description
        self.libraryCode = libraryCode
    }

    init(of error: DuckDBError, activity: String) {
        switch error.kind {
        case .interrupted:
            self.init(.interrupted, "\(activity): interrupted", libraryCode: error.kind.rawValue)
        case .outOfMemory:
            self.init(
                .outOfMemory,
                "\(activity): \(error.message). Give it more memory, or a spill directory with more room.",
                libraryCode: error.kind.rawValue)
        default:
            self.init(.database, "\(activity): \(error.message)", libraryCode: error.kind.rawValue)
        }
    }
}
