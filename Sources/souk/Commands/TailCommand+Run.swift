extension TailCommand {
    func run(_ context: CommandContext) throws {
        throw CommandError("`souk tail` is not built yet", exitCode: .failure)
    }
}
