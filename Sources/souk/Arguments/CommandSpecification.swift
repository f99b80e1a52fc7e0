/// Everything about a command that the parser and the help texts need to know.
struct CommandSpecification: Sendable {
    /// The words that call it after `souk`: `["config", "check"]`.
    var path: [String]
    /// What it does in half a line, without a full stop.
    var summary: String
    /// What else one should know, in paragraphs.
    var discussion: [String] = []
    /// The arguments known by their place, in their order.
    var positionals: [PositionalSpecification] = []
    /// The options of its own.
    var options: [OptionSpecification] = []
    /// Whether `--json` makes it print something for a program to read.
    var printsJSON = false
    /// Command lines to copy.
    var examples: [CommandExample] = []
    /// The codes that it exits with besides 0, 1 and 2.
    var exitCodes: [ExitCode] = []

    /// The words as they are typed: `config check`.
    var name: String { path.joined(separator: " ") }

    /// The options of its own and those that it shares with all commands, its own first.
    var allOptions: [OptionSpecification] {
        options
            + CommonOptions.specifications(withJSON: printsJSON).filter { common in
                !options.contains { $0.name == common.name }
            }
    }
}
