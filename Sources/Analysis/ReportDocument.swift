/// A report for people, before it has the form of a page: headings, sentences and tables in their order.
struct ReportDocument {
    /// A column of a table.
    struct Column {
        var title: String
        var isNumeric: Bool
    }

    /// A part of the document.
    enum Block {
        case heading(String)
        case paragraph(String)
        case table(columns: [Column], rows: [[String]])
    }

    var language: ReportLanguage
    var title: String
    var blocks: [Block] = []
}
