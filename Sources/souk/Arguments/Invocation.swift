/// What a command line asks for.
enum Invocation: Sendable {
    /// `souk` alone.
    case overview
    /// `--version`.
    case version
    /// `--help` for a command, a group of commands, or everything.
    case help([String])
    /// A command.
    case command(ParsedArguments)
}
