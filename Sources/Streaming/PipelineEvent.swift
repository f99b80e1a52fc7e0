/// What a pipeline tells whoever started it, at the moment when it happens.
public enum PipelineEvent: Sendable, Equatable {
    /// The log or the lake can't be reached. The pipeline waits, and goes on by itself; the text says what, why, since when
    /// and what comes next.
    case interrupted(String)
    /// The log or the lake still can't be reached; the next attempt comes after so many seconds.
    case retrying(seconds: Double)
    /// Both can be reached again.
    case resumed
    /// Retention has removed messages before they were read; where, and how many. They are counted with the next commit.
    case lost(String)
    /// Stale windows could not be recomputed; why. They stay stale, and the next try comes after the usual interval.
    case notReconciled(String)
    /// The end was asked for while the pipeline waited. What it had not committed is read again by the next run.
    case abandoned(String)
}
