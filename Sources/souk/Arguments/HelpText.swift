/// Writes the help of a command, laid out for a terminal of a certain width.
struct HelpText: Sendable {
    /// The most columns to fill.
    var width: Int

    /// The options and arguments of a command as its usage line writes them.
    static func usage(of command: CommandSpecification) -> String {
        (command.options.map { "[\($0.usage)]" } + command.positionals.map(\.usage)).joined(separator: " ")
    }

    /// The help of one command.
    func text(for command: CommandSpecification) -> String {
        let title = wrap("souk \(command.name) – \(command.summary)", indent: 0).joined(separator: "\n")
        var sections = [title, usage(of: command)]
        sections += command.discussion.map { wrap($0, indent: 0).joined(separator: "\n") }
        if !command.positionals.isEmpty {
            sections.append(section("Arguments", command.positionals.map { ("  \($0.name)", $0.summary) }))
        }
        if !command.options.isEmpty { sections.append(section("Options", command.options.map(row))) }
        let common = command.allOptions.dropFirst(command.options.count)
        sections.append(section("Common options", common.map(row)))
        if !command.examples.isEmpty { sections.append(examples(of: command)) }
        let codes = [.done, .failure, .usage] + command.exitCodes
        sections.append(section("Exit codes", codes.map { ("  \($0.rawValue)", $0.meaning) }))
        sections.append(environment(of: command))
        return sections.joined(separator: "\n\n") + "\n"
    }

    /// The help of a group of commands.
    func text(forGroup name: String, _ commands: [CommandSpecification]) -> String {
        """
        Usage: souk \(name) COMMAND [options]

        \(section("Commands", commands.map { ("  \($0.name)", $0.summary) }))

        `souk help \(name) COMMAND` says more about one.

        """
    }

    /// Everything that `souk` can do, for somebody who sees it for the first time.
    func overview(_ commands: [CommandSpecification]) -> String {
        """
        souk – real-time analytics of e-commerce transactions

        Usage: souk COMMAND [options]

        \(section("Commands", commands.map { ("  \($0.name)", $0.summary) }))

        Start here:
          $ souk up
              a simulated marketplace, the pipeline and a dashboard on http://127.0.0.1:5000
          $ souk doctor
              whether this machine has all that Souk needs

        `souk help COMMAND` says more about one; `souk --version` prints the version.

        """
    }

    private func usage(of command: CommandSpecification) -> String {
        let start = "Usage: souk \(command.name) "
        let pieces = command.options.map { "[\($0.usage)]" } + command.positionals.map(\.usage)
        return fill(pieces.isEmpty ? ["[options]"] : pieces, first: start, rest: String(repeating: " ", count: 8))
            .joined(separator: "\n")
    }

    private func row(_ option: OptionSpecification) -> (String, String) {
        let letter = option.letter.map { "-\($0), " } ?? "    "
        let isDefaultKnown = option.defaultText?.isEmpty == false
        let summary = option.summary + (isDefaultKnown ? " (default: \(option.defaultText ?? ""))" : "")
        return ("  \(letter)\(option.usage)", summary)
    }

    private func section(_ title: String, _ rows: some Sequence<(String, String)>) -> String {
        let rows = Array(rows)
        let column = min(30, (rows.map { $0.0.count }.max() ?? 0) + 2)
        var lines = ["\(title):"]
        for (name, summary) in rows {
            var wrapped = wrap(summary, indent: column)
            if name.count + 2 > column {
                lines.append(name)
            } else if !wrapped.isEmpty {
                wrapped[0] = name + String(wrapped[0].dropFirst(name.count))
            } else {
                wrapped = [name]
            }
            lines += wrapped
        }
        return lines.joined(separator: "\n")
    }

    private func examples(of command: CommandSpecification) -> String {
        let lines = command.examples.flatMap { example in
            ["  $ \(example.commandLine)"] + wrap(example.explanation, indent: 6)
        }
        return (["Examples:"] + lines).joined(separator: "\n")
    }

    private func environment(of command: CommandSpecification) -> String {
        var rows = command.allOptions.compactMap { option in
            option.setting.map { ("  \($0.environmentName)", "as --\(option.name)") }
        }
        rows.append(("  NO_COLOR", "if not empty, no colour"))
        return section("Environment", rows)
    }

    private func wrap(_ text: String, indent: Int) -> [String] {
        let margin = String(repeating: " ", count: indent)
        return fill(text.split(separator: " ").map(String.init), first: margin, rest: margin)
    }

    /// Sets words into lines that begin with the given margins.
    private func fill(_ words: [String], first: String, rest: String) -> [String] {
        var lines: [String] = []
        var line = first
        var isEmpty = true
        for word in words {
            if !isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = rest
                isEmpty = true
            }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        return isEmpty ? lines : lines + [line]
    }
}

extension HelpText {
    /// The help of what a path names: everything, a group of commands, or one command.
    func text(at path: [String]) throws(CommandError) -> String {
        let commands = CommandCatalogue.specifications
        if path.isEmpty { return overview(commands) }
        let matching = commands.filter { $0.path.starts(with: path) }
        if let command = matching.first(where: { $0.path == path }) { return text(for: command) }
        if !matching.isEmpty { return text(forGroup: path.joined(separator: " "), matching) }
        let name = path.joined(separator: " ")
        let suggestion =
            Suggestion.nearest(to: name, among: commands.flatMap { [$0.name, $0.path[0]] }).map {
                "; did you mean \($0)?"
            } ?? ""
        throw .usage("there is no command \(name)\(suggestion)", hints: ["`souk help` lists the commands"])
    }
}
