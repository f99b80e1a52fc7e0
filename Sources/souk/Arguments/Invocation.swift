/// What a command line asks for.
enum Invocation: Sendable {
    /// Something to read.
    case text(HelpPage)
    /// A command.
    case command(ParsedArguments)
}
