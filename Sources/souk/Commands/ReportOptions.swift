/// What report is wanted, and where it goes.
struct ReportOptions: Sendable, Hashable {
    /// How the report is written.
    enum Format: String, ArgumentValue, CaseIterable {
        case markdown = "md"
        case html
        case json
    }

    /// The report's language.
    enum Language: String, ArgumentValue, CaseIterable {
        case english = "en"
        case french = "fr"
    }

    /// The lake that it is about.
    var lake: LakeURL
    /// How it is written.
    var format: Format
    /// Its language.
    var language: Language
    /// The file that it goes to; nil for standard output.
    var outputPath: String?
    /// What computes it.
    var engine: AnalysisEngineURL
}
