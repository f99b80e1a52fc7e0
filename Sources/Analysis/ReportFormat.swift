/// How a report is written.
public enum ReportFormat: String, Sendable, Hashable, CaseIterable {
    /// Markdown for people.
    case markdown = "md"
    /// JSON for programs; see `AnalysisReport.json`.
    case json
    /// A self-contained page for people.
    case html
}

extension AnalysisReport {
    /// The report as text. The language matters to people's formats only.
    public func rendered(as format: ReportFormat, language: ReportLanguage = .english) -> String {
        switch format {
        case .markdown: ReportDocument(self, language: language).markdown
        case .json: json
        case .html: ReportDocument(self, language: language).html
        }
    }
}
