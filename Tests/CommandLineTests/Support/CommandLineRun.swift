@testable import souk

/// One run of a whole command line, with nothing real around it.
struct CommandLineRun {
    let exitCode: ExitCode
    let output: String
    let words: String

    init(
        _ arguments: String..., files: [String: String] = [:], environment: [String: String] = ["HOME": "/users/amina"],
        output outputSink: RecordingSink = RecordingSink(), terminal: Terminal = .plain
    ) {
        let errorSink = RecordingSink()
        let runner = CommandRunner(
            environment: environment,
            loader: ConfigurationLoader(environment: environment, readFile: { files[$0] }),
            makeConsole: { _, level in
                Console(
                    output: terminal, error: terminal, level: level, outputSink: outputSink, errorSink: errorSink)
            },
            signals: SignalHandling(exit: { _ in }))
        exitCode = runner.run(arguments)
        output = outputSink.text
        words = errorSink.text
    }
}
