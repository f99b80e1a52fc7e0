/// Why a command could not do what it was asked: one message, what to do about it, and the code that the process exits with.
struct CommandError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What failed, where and why.
    var message: String
    /// What to do next, a line each.
    var hints: [String]
    /// The code to exit with.
    var exitCode: ExitCode

    /// A failure with its exit code.
    init(_ message: String, hints: [String] = [], exitCode: ExitCode) {
        self.message = message
        self.hints = hints
        self.exitCode = exitCode
    }

    /// A command line that can't be understood.
    static func usage(_ message: String, hints: [String] = []) -> CommandError {
        CommandError(message, hints: hints, exitCode: .usage)
    }

    /// The message and the hints as they are printed: `souk: …`, with everything after the first line indented under it.
    var description: String {
        let lines = ([message] + hints).flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false) }
        return "souk: " + lines.joined(separator: "\n      ")
    }
}
