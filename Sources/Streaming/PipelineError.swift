/// Why a pipeline can't start or go on; errors of the log and of the file system are passed on as they are.
public struct PipelineError: Error, Sendable, CustomStringConvertible {
    /// The kinds of failure that callers tell apart.
    public enum Code: Sendable, Hashable {
        /// Another pipeline writes this lake.
        case lakeOwnedByAnother
        /// The lake was fed by another log, or with other windows.
        case lakeDoesNotMatch
        /// The lake's tables or states contradict each other.
        case lakeDamaged
    }

    /// The kind of failure.
    public var code: Code
    /// What failed, where, why, and what to do next.
    public var description: String

    /// A failure of a pipeline.
    public init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
