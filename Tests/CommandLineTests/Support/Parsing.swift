@testable import souk

/// The arguments of a command line that is right and names a command.
func parsed(_ words: String...) throws -> ParsedArguments {
    try parsed(words)
}

func parsed(_ words: [String]) throws -> ParsedArguments {
    let parser = CommandLineParser(commands: CommandCatalogue.specifications)
    guard case .command(let arguments) = try parser.parse(words) else { throw NotACommand() }
    return arguments
}

/// The command that a command line calls, over the defaults and what its flags override.
func made<C: ConfiguredCommand>(_ type: C.Type, _ words: String...) throws -> C {
    try made(type, arguments: words)
}

func made<C: ConfiguredCommand>(_ type: C.Type, arguments words: [String]) throws -> C {
    let arguments = try parsed(words)
    let report = ConfigurationLoader(environment: [:], readFile: { _ in nil }).report(for: arguments)
    return try C(arguments, configuration: report.validated())
}

/// What is wrong with a command line.
func mistake(_ words: String...) -> CommandError? {
    do throws(CommandError) {
        let arguments = try CommandLineParser(commands: CommandCatalogue.specifications).parse(words)
        guard case .command(let arguments) = arguments else { return nil }
        let report = ConfigurationLoader(environment: [:], readFile: { _ in nil }).report(for: arguments)
        let type = CommandCatalogue.commands.first { $0.specification.name == arguments.specification.name }
        _ = try type?.init(arguments, report: report)
        return nil
    } catch {
        return error
    }
}

struct NotACommand: Error {}
