import Platform

/// Runs one command line from its words to its exit code. Everything that the process gives comes in from outside.
struct CommandRunner: Sendable {
    /// The environment variables.
    let environment: [String: String]
    /// Reads the configuration files.
    let loader: ConfigurationLoader
    /// Makes the console from what the command line says about it; given nothing where it could not be understood.
    let makeConsole: @Sendable (ParsedArguments?, LogLevel) -> Console
    /// Who tells when to stop.
    let signals: SignalHandling

    /// Does what the arguments (without the program's name) ask for. Whatever goes wrong is said on standard error.
    func run(_ arguments: [String]) -> ExitCode {
        let console: Console
        let invocation: Invocation
        do throws(CommandError) {
            invocation = try CommandLineParser(commands: CommandCatalogue.specifications).parse(arguments)
            console = makeConsole(for: invocation)
        } catch {
            makeConsole(nil, .info).say(error)
            return error.exitCode
        }
        do {
            try perform(invocation, console)
            try console.flush()
            return .done
        } catch is BrokenPipe {
            return .done
        } catch {
            let failure = CommandError(error)
            // What was printed before the failure is still data; its own failure would hide the first one.
            try? console.flush()
            console.wipe()
            console.say(failure)
            return failure.exitCode
        }
    }

    private func perform(_ invocation: Invocation, _ console: Console) throws {
        let help = HelpText(width: console.output.width)
        switch invocation {
        case .overview: try console.write(help.overview(CommandCatalogue.specifications))
        case .version: try console.writeLine("souk \(SoukVersion.text)")
        case .help(let path): try console.write(help.text(at: path))
        case .command(let arguments):
            let name = arguments.specification.name
            guard let type = CommandCatalogue.commands.first(where: { $0.specification.name == name }) else {
                preconditionFailure("the parser knows no command that the catalogue does not hold")
            }
            let command = try type.init(arguments, loader: loader)
            try command.run(CommandContext(console: console, signals: signals, environment: environment))
        }
    }

    private func makeConsole(for invocation: Invocation) -> Console {
        guard case .command(let arguments) = invocation else { return makeConsole(nil, .info) }
        // A configuration with mistakes in it still says how loud to be; the command itself will tell of the mistakes.
        let level = loader.report(for: arguments).configuration[.logLevel]
        return makeConsole(arguments, arguments[CommonOptions.quiet] == true ? max(level, .warning) : level)
    }
}
