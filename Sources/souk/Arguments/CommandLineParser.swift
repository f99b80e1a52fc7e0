/// Turns a command line into a command with its options, or says what is wrong with it.
///
/// Options may stand anywhere behind the command, common ones also before it: `--name value`, `--name=value`, `-n value`,
/// `-nvalue`; letters of flags may be joined. After `--` everything is an argument.
struct CommandLineParser: Sendable {
    /// All commands.
    let commands: [CommandSpecification]

    /// What the arguments (without the program's name) ask for.
    func parse(_ arguments: [String]) throws(CommandError) -> Invocation {
        let (leading, rest) = try splitBeforeCommand(arguments)
        if leading.contains("--version") { return .text(.version) }
        guard let first = rest.first else { return .text(.help([])) }
        let (path, command, remaining) = try find(first, in: rest)
        let arguments = leading + remaining
        if arguments.prefix(while: { $0 != "--" }).contains(where: isHelp) { return .text(.help(path)) }
        guard let command else { throw incomplete(path) }
        var run = ParserRun(command)
        return .command(try run.parse(arguments))
    }

    private func isHelp(_ argument: String) -> Bool { argument == "--help" || argument == "-h" }

    /// The common options before the command, and everything from the command on.
    private func splitBeforeCommand(
        _ arguments: [String]
    ) throws(CommandError) -> (leading: [String], rest: [String]) {
        let common = CommonOptions.specifications(withJSON: true)
        var index = 0
        while index < arguments.count, arguments[index].hasPrefix("-") {
            let argument = arguments[index]
            let name = String(argument.prefix { $0 != "=" })
            let option = common.first { spellings(of: $0).contains(name) }
            guard option != nil || name == "--version" else {
                let known = common.flatMap { spellings(of: $0) } + ["--version"]
                let suggestion = Suggestion.nearest(to: name, among: known).map { "; did you mean \($0)?" } ?? ""
                throw .usage(
                    "unknown flag \(name) for `souk`\(suggestion)",
                    hints: ["flags of a command stand behind it; `souk --help` lists the commands"])
            }
            index += 1
            if case .value = option?.form, !argument.contains("=") { index += 1 }
        }
        index = min(index, arguments.count)
        return (Array(arguments[..<index]), Array(arguments[index...]))
    }

    private func spellings(of option: OptionSpecification) -> [String] {
        var spellings = ["--\(option.name)"]
        if let letter = option.letter { spellings.append("-\(letter)") }
        if case .flag(true) = option.form { spellings.append("--no-\(option.name)") }
        return spellings
    }

    /// The command, or the group of commands, that the arguments begin with, and the arguments behind its name.
    private func find(
        _ first: String, in arguments: [String]
    ) throws(CommandError) -> (path: [String], command: CommandSpecification?, remaining: [String]) {
        let named = commands.filter { $0.path[0] == first }
        guard !named.isEmpty else { throw unknown(first, after: []) }
        if let command = named.first(where: { $0.path.count == 1 }) {
            return (command.path, command, Array(arguments.dropFirst()))
        }
        guard let second = arguments.dropFirst().first, !second.hasPrefix("-") else {
            return ([first], nil, Array(arguments.dropFirst()))
        }
        guard let command = named.first(where: { $0.path[1] == second }) else { throw unknown(second, after: [first]) }
        return (command.path, command, Array(arguments.dropFirst(2)))
    }

    private func unknown(_ word: String, after path: [String]) -> CommandError {
        let candidates = commands.filter { $0.path.starts(with: path) }.map { $0.path[path.count] }
        let suggestion = Suggestion.nearest(to: word, among: candidates).map { "; did you mean \($0)?" } ?? ""
        let group = (["souk"] + path).joined(separator: " ")
        return .usage(
            "unknown command \(word) for `\(group)`\(suggestion)", hints: ["`\(group) --help` lists the commands"])
    }

    private func incomplete(_ path: [String]) -> CommandError {
        let group = path.joined(separator: " ")
        let names = commands.filter { $0.path.starts(with: path) }.map { "souk \($0.name)" }
        return .usage("`souk \(group)` needs to know what to do: " + names.joined(separator: " or "))
    }
}
