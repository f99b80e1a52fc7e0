import System

/// Runs one command line from its words to its exit code. Everything that the process gives comes in from outside.
struct CommandRunner: Sendable {
    /// The environment variables.
    let environment: [String: String]
    /// Reads the configuration files.
    let loader: ConfigurationLoader
    /// Makes the console, given what `--color` or `--no-color` says and the least important words to be said.
    let makeConsole: @Sendable (_ colorFlag: Bool?, LogLevel) -> Console
    /// Who tells when to stop.
    let signals: SignalHandling

    /// Does what the arguments (without the program's name) ask for. Whatever goes wrong is said on standard error.
    func run(_ words: [String]) -> ExitCode {
        // Looked up in the raw words, so that it holds for mistakes in the command line too.
        let color = words.contains("--no-color") ? false : words.contains("--color") ? true : nil
        let invocation: Invocation
        do throws(CommandError) {
            invocation = try CommandLineParser(commands: CommandCatalogue.specifications).parse(words)
        } catch {
            makeConsole(color, .info).say(error)
            return error.exitCode
        }
        switch invocation {
        case .command(let arguments):
            let report = loader.report(for: arguments)
            let console = makeConsole(color, level(for: arguments, report))
            let registration = BackgroundRegistration(environment: environment, arguments: words)
            let code = perform(on: console) { console in
                let context = CommandContext(
                    console: console, signals: signals, environment: environment, arguments: words,
                    registration: registration)
                try run(arguments, report, context)
            }
            return ended(code, registration, on: console)
        case .text(let page):
            return perform(on: makeConsole(color, .info)) { console in
                try console.write(page.text(width: console.output.width))
            }
        }
    }

    /// Runs a piece of work and makes an exit code of how it ends.
    private func perform(on console: Console, _ work: (Console) throws -> Void) -> ExitCode {
        do {
            try work(console)
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
            // Whoever was interrupted knows that it was, and not by which signal.
            return failure.exitCode == .interrupted && signals.drained == .terminate ? .terminated : failure.exitCode
        }
    }

    /// Leaves the exit code for whoever looks after a background process.
    private func ended(
        _ code: ExitCode, _ registration: BackgroundRegistration?, on console: Console
    ) -> ExitCode {
        do {
            try registration?.end(code)
        } catch {
            console.say("the exit code \(code.rawValue) can't be left in the list of processes: \(error)", .warning)
        }
        return code
    }

    private func run(
        _ arguments: ParsedArguments, _ report: ConfigurationReport, _ context: CommandContext
    ) throws {
        let name = arguments.specification.name
        guard let type = CommandCatalogue.commands.first(where: { $0.specification.name == name }) else {
            preconditionFailure("the parser knows no command that the catalogue does not hold")
        }
        let command = try type.init(arguments, report: report)
        try command.run(context)
    }

    /// A configuration with mistakes in it still says how loud to be; the command itself will tell of the mistakes.
    private func level(for arguments: ParsedArguments, _ report: ConfigurationReport) -> LogLevel {
        let level = report.configuration[.logLevel]
        return arguments[CommonOptions.quiet] == true ? max(level, .warning) : level
    }
}
