extension QueryCommand {
    func run(_ context: CommandContext) throws {
        throw CommandError("`souk query` is not built yet", exitCode: .failure)
    }
}
