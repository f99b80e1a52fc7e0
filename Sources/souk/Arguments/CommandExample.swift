/// A command line that somebody may want to copy, and what it does.
struct CommandExample: Sendable, Hashable {
    /// The whole command line.
    var commandLine: String
    /// What it does.
    var explanation: String

    /// An example.
    init(_ commandLine: String, _ explanation: String) {
        self.commandLine = commandLine
        self.explanation = explanation
    }
}
