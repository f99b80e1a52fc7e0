import TOML

/// What one configuration file sets, and what is wrong in it.
struct ConfigurationFile: Sendable {
    /// The file's path, for messages.
    let path: String
    /// The entries that it sets.
    private(set) var settings: [(entry: ConfigurationEntry, setting: Configuration.Setting)] = []
    /// All that is wrong in it.
    private(set) var problems: [ConfigurationProblem] = []

    /// Reads the text of a file. Mistakes are collected, so that all of them can be told at once.
    init(path: String, text: String) {
        self.path = path
        do {
            let sections = try TOMLDocument(parsing: text).entries
            for section in sections.sorted(by: { $0.node.position < $1.node.position }) { read(section) }
        } catch {
            report(error.message, at: error.position)
        }
    }

    private mutating func read(_ section: TOMLEntry) {
        guard ConfigurationTable.acceptedSections.contains(section.key) else {
            let suggestion = Suggestion.nearest(to: section.key, among: ConfigurationTable.sections)
            return report(
                "unknown section [\(section.key)]" + (suggestion.map { "; did you mean [\($0)]?" } ?? ""),
                at: section.node.position)
        }
        guard case .table(let entries) = section.node.value else {
            return report(
                "\(section.key) is a section: expected [\(section.key)], found \(TOMLKind(section.node.value).rawValue)",
                at: section.node.position)
        }
        for entry in entries.sorted(by: { $0.node.position < $1.node.position }) { read(entry, in: section.key) }
    }

    private mutating func read(_ entry: TOMLEntry, in section: String) {
        let path = "\(section).\(entry.key)"
        guard let declared = ConfigurationTable.entry(at: path) else {
            let suggestion = Suggestion.nearest(to: path, among: ConfigurationTable.entries.map(\.path))
            return report(
                "unknown key \(path)" + (suggestion.map { "; did you mean \($0)?" } ?? ""), at: entry.node.position)
        }
        guard let text = text(of: entry.node, for: declared) else {
            return report(
                "\(path): expected \(declared.expectation), found \(TOMLKind(entry.node.value).rawValue)",
                at: entry.node.position)
        }
        guard declared.isAllowedInFiles || text.isEmpty else {
            return report("\(path): \(declared.summary)", at: entry.node.position)
        }
        do {
            let source = ConfigurationSource.file(path: self.path, line: entry.node.position.line)
            let setting = Configuration.Setting(text: text, value: try declared.read(text), source: source)
            if settings.contains(where: { $0.entry.path == declared.path }) {
                return report(
                    "\(path): \(declared.path) is set twice, once by its former name; remove one",
                    at: entry.node.position)
            }
            settings.append((declared, setting))
        } catch {
            report((["\(path): \(error.message)"] + error.hints).joined(separator: "; "), at: entry.node.position)
        }
    }

    /// The value as it would be written on a command line; nil if the entry does not take this kind.
    private func text(of node: TOMLNode, for entry: ConfigurationEntry) -> String? {
        guard entry.acceptedKinds.contains(TOMLKind(node.value)) else { return nil }
        switch node.value {
        case .string(let text): return text
        case .integer(let value): return String(value)
        case .float(let value): return String(value)
        case .boolean(let value): return String(value)
        case .array(let elements):
            let texts = elements.compactMap { element -> String? in
                guard case .string(let text) = element.value else { return nil }
                return text
            }
            return texts.count == elements.count ? texts.joined(separator: ",") : nil
        case .table, .time: return nil
        }
    }

    private mutating func report(_ message: String, at position: TOMLPosition) {
        let place = position.line == 0 ? path : "\(path):\(position.line):\(position.column)"
        problems.append(.init(place: place, message: message))
    }
}
