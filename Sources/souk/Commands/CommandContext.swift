/// What a running command may use of the process that it runs in.
struct CommandContext: Sendable {
    /// Where data and words go.
    let console: Console
    /// Who tells when to stop.
    let signals: SignalHandling
    /// The environment variables.
    let environment: [String: String]
    /// The words of the command line, without the program's name.
    let arguments: [String]
    /// This process's part in the registry of background processes; nil in the foreground.
    let registration: BackgroundRegistration?
}
