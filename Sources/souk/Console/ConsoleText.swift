import Analysis
import Streaming

extension Console {
    /// Prints a table at once.
    func write(table: ConsoleTable) throws {
        try write(ConsoleText.text(table))
        try flush()
    }
}

/// What `--console` prints.
enum ConsoleText {
    /// A table with its title, as text.
    static func text(_ table: ConsoleTable) -> String {
        var rows = TextTable(table.columns.map { (heading: $0.name, alignment: $0.isNumber ? .right : .left) })
        for row in table.rows { rows.append(row.map(DisplayText.harmless)) }
        return "\(table.title)\n" + rows.lines.map { "  \($0)\n" }.joined() + "\n"
    }
}
