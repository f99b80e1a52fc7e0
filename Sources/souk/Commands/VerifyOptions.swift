/// Which lake is audited, and against what.
struct VerifyOptions: Sendable, Hashable {
    /// The lake.
    var lake: LakeURL
    /// The log that it was filled from, to compare with; nil to look at the lake alone.
    var source: LogURL?
    /// What recomputes it.
    var engine: AnalysisEngineURL
    /// Whether to print the findings for a program to read.
    var printsJSON: Bool
}
