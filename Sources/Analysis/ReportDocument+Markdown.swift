extension ReportDocument {
    /// The document as GitHub-flavoured Markdown whose tables are also aligned as plain text. Names can't break out of their
    /// cells: markup and HTML are escaped, line breaks and control characters shown by their number.
    var markdown: String {
        var text = "# \(Self.escaped(title))\n"
        for block in blocks {
            text += "\n"
            switch block {
            case .heading(let heading): text += "## \(Self.escaped(heading))\n"
            case .paragraph(let sentence): text += "\(Self.escaped(sentence))\n"
            case .table(let columns, let rows): text += Self.table(columns: columns, rows: rows)
            }
        }
        return text
    }

    private static func table(columns: [Column], rows: [[String]]) -> String {
        let titles = columns.map { escaped($0.title) }
        let cells = rows.map { $0.map(escaped) }
        let widths = columns.indices.map { column in
            cells.reduce(max(3, DisplayText.width(titles[column]))) { max($0, DisplayText.width($1[column])) }
        }
        func line(_ cells: [String]) -> String {
            let padded = columns.indices.map {
                DisplayText.padded(cells[$0], to: widths[$0], atLeft: columns[$0].isNumeric)
            }
            return "| " + padded.joined(separator: " | ") + " |\n"
        }
        let rule = columns.indices.map {
            String(repeating: "-", count: widths[$0] - 1) + (columns[$0].isNumeric ? ":" : "-")
        }
        return line(titles) + line(rule) + cells.map(line).joined()
    }

    /// Escapes only what Markdown would take for markup where it stands, so that the text is also pleasant to read as it is.
    private static func escaped(_ text: String) -> String {
        var result = ""
        let scalars = Array(DisplayText.harmless(text).unicodeScalars)
        for (index, character) in scalars.enumerated() {
            let next = index + 1 < scalars.count ? scalars[index + 1] : " "
            switch character {
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&" where next == "#" || next.properties.isAlphabetic: result += "&amp;"
            case "_" where index > 0 && isWord(scalars[index - 1]) && isWord(next): result += "_"
            case "#" where index > 0: result += "#"
            case "\\", "|", "`", "*", "_", "[", "]", "~", "#": result += "\\" + String(character)
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    private static func isWord(_ character: Unicode.Scalar) -> Bool {
        character.properties.isAlphabetic || character.properties.numericType != nil
    }
}
