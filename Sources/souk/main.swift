import Foundation
import System

ProcessResources.keepMemorySmall()
BrokenPipe.becomesAnError()
let signals = SignalHandling()
do {
    try signals.start()
} catch {
    // Without its own handling, a signal ends the process as it ends any other: safe, if not gentle.
    FileHandle.standardError.write(Data("souk: Ctrl-C and SIGTERM will not drain: \(error)\n".utf8))
}
let environment = ProcessInfo.processInfo.environment
let runner = CommandRunner(
    environment: environment,
    loader: ConfigurationLoader(environment: environment, readFile: ConfigurationReading.text),
    makeConsole: { color, level in
        let terminal = { (stream: StandardStream) in
            Terminal(
                isInteractive: stream.isTerminal, columns: stream.columns, environment: environment, colorFlag: color)
        }
        return Console(output: terminal(.output), error: terminal(.error), level: level)
    },
    signals: signals)
let code = runner.run(Array(CommandLine.arguments.dropFirst()))
// All output is flushed. Exit handlers would take OpenSSL down while librdkafka's threads still speak TLS, which crashes.
CurrentProcess.exitAtOnce(status: code.rawValue)
