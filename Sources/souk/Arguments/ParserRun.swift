/// One reading of the arguments of a known command.
struct ParserRun {
    private let command: CommandSpecification
    private let options: [OptionSpecification]
    private var parsed: ParsedArguments
    private var given: Set<String> = []
    private var words: [String] = []

    init(_ command: CommandSpecification) {
        self.command = command
        options = command.allOptions
        parsed = ParsedArguments(command)
    }

    /// Reads all arguments behind the command's name.
    mutating func parse(_ arguments: [String]) throws(CommandError) -> ParsedArguments {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--" {
                words += rest
                break
            } else if argument.hasPrefix("--") {
                try parseName(argument, &rest)
            } else if argument.hasPrefix("-"), argument.count > 1 {
                try parseLetters(argument, &rest)
            } else {
                words.append(argument)
            }
        }
        try assignPositionals()
        return parsed
    }

    private mutating func parseName(_ argument: String, _ rest: inout ArraySlice<String>) throws(CommandError) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let name = String(parts[0].dropFirst(2))
        let attached = parts.count == 2 ? parts[1] : nil
        if let option = options.first(where: { $0.name == name }) {
            try accept(option, spelling: parts[0], attached: attached, &rest)
        } else if name.hasPrefix("no-"), let option = negatable(String(name.dropFirst(3))) {
            try acceptFlag(option, isOn: false, spelling: parts[0], attached: attached)
        } else {
            throw unknown(parts[0])
        }
    }

    private func negatable(_ name: String) -> OptionSpecification? {
        options.first { option in
            guard option.name == name, case .flag(true) = option.form else { return false }
            return true
        }
    }

    private mutating func parseLetters(_ argument: String, _ rest: inout ArraySlice<String>) throws(CommandError) {
        var letters = argument.dropFirst()
        while let letter = letters.popFirst() {
            guard let option = options.first(where: { $0.letter == letter }) else { throw unknown("-\(letter)") }
            if case .value = option.form {
                let attached = letters.isEmpty ? nil : String(letters.first == "=" ? letters.dropFirst() : letters)
                return try accept(option, spelling: "-\(letter)", attached: attached, &rest)
            }
            try acceptFlag(option, isOn: true, spelling: "-\(letter)", attached: nil)
        }
    }

    private mutating func accept(
        _ option: OptionSpecification, spelling: String, attached: String?, _ rest: inout ArraySlice<String>
    ) throws(CommandError) {
        guard case .value(let valueName, let read, let isRepeatable) = option.form else {
            return try acceptFlag(option, isOn: true, spelling: spelling, attached: attached)
        }
        guard let text = attached ?? takeValue(&rest) else {
            throw .usage(
                "\(spelling) of `souk \(command.name)` needs a value: \(spelling) \(valueName)", hints: [option.summary]
            )
        }
        guard given.insert(option.name).inserted || isRepeatable else {
            throw .usage("\(spelling) is given twice to `souk \(command.name)`; give it once")
        }
        do {
            parsed.append(.init(text: text, value: try read(text)), for: option)
        } catch {
            throw CommandError(error, at: spelling)
        }
    }

    /// The next argument if it can be a value: something that begins with `-` is one only as a number or standard input.
    private func takeValue(_ rest: inout ArraySlice<String>) -> String? {
        guard let next = rest.first else { return nil }
        let second = next.dropFirst().first
        guard !next.hasPrefix("-") || next == "-" || second?.isNumber == true else { return nil }
        return rest.popFirst()
    }

    private mutating func acceptFlag(
        _ option: OptionSpecification, isOn: Bool, spelling: String, attached: String?
    ) throws(CommandError) {
        guard attached == nil else {
            throw .usage("\(spelling) of `souk \(command.name)` takes no value")
        }
        parsed.set(isOn, for: option)
    }

    private mutating func assignPositionals() throws(CommandError) {
        var rest = words[...]
        for positional in command.positionals {
            if rest.isEmpty, positional.isRequired { throw parsed.missing(positional) }
            for word in positional.isRepeatable ? rest : rest.prefix(1) {
                do {
                    parsed.append(.init(text: word, value: try positional.read(word)), for: positional)
                } catch {
                    throw CommandError(error, at: positional.name)
                }
            }
            rest = positional.isRepeatable ? [] : rest.dropFirst()
        }
        guard let extra = rest.first else { return }
        throw .usage(
            "`souk \(command.name)` does not know what to do with \"\(extra)\"",
            hints: ["usage: souk \(command.name) \(HelpText.usage(of: command))"])
    }

    private func unknown(_ spelling: String) -> CommandError {
        let known = options.flatMap { option -> [String] in
            guard case .flag(true) = option.form else { return ["--\(option.name)"] }
            return ["--\(option.name)", "--no-\(option.name)"]
        }
        let name = spelling.hasPrefix("--") ? spelling : "-" + spelling
        let suggestion = Suggestion.nearest(to: name, among: known).map { "; did you mean \($0)?" } ?? ""
        return .usage(
            "unknown flag \(spelling) for `souk \(command.name)`\(suggestion)",
            hints: ["`souk \(command.name) --help` lists its flags"])
    }
}
