extension ReportDocument {
    /// The document as one HTML page without scripts and without a request to any host, light or dark as the reader's system is.
    var html: String {
        var text = """
            <!DOCTYPE html>
            <html lang="\(language.rawValue)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(Self.escaped(title))</title>
            <style>
            \(Self.style)
            </style>
            </head>
            <body>
            <main>
            <h1>\(Self.escaped(title))</h1>

            """
        for block in blocks {
            switch block {
            case .heading(let heading): text += "<h2>\(Self.escaped(heading))</h2>\n"
            case .paragraph(let sentence): text += "<p>\(Self.escaped(sentence))</p>\n"
            case .table(let columns, let rows): text += Self.table(columns: columns, rows: rows)
            }
        }
        return text + "</main>\n</body>\n</html>\n"
    }

    private static let style = """
        :root { color-scheme: light dark; --ink: #1d2330; --paper: #fbfaf7; --line: #d9d5cb; --accent: #9a3b26; }
        @media (prefers-color-scheme: dark) {
        :root { --ink: #e6e2d8; --paper: #16181d; --line: #363a44; --accent: #e58a6f; }
        }
        body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
        main { max-width: 70rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
        h1, h2 { color: var(--accent); line-height: 1.2; }
        h2 { margin-top: 2.5rem; font-size: 1.25rem; }
        .table { overflow-x: auto; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { padding: 0.35rem 0.9rem 0.35rem 0; border-bottom: 1px solid var(--line); text-align: start; }
        th { font-weight: 600; }
        .number { text-align: end; white-space: nowrap; }
        """

    private static func table(columns: [Column], rows: [[String]]) -> String {
        var text = "<div class=\"table\">\n<table>\n"
        if columns.contains(where: { !$0.title.isEmpty }) {
            let titles = columns.map { "<th scope=\"col\"\(style(of: $0))>\(escaped($0.title))</th>" }
            text += "<thead><tr>\(titles.joined())</tr></thead>\n"
        }
        text += "<tbody>\n"
        for row in rows {
            let cells = zip(columns, row).map { "<td\(style(of: $0))><bdi>\(escaped($1))</bdi></td>" }
            text += "<tr>\(cells.joined())</tr>\n"
        }
        return text + "</tbody>\n</table>\n</div>\n"
    }

    private static func style(of column: Column) -> String {
        column.isNumeric ? " class=\"number\"" : ""
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in DisplayText.harmless(text).unicodeScalars {
            switch character {
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
