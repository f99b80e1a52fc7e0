extension UpCommand {
    func run(_ context: CommandContext) throws {
        throw CommandError("`souk up` is not built yet", exitCode: .failure)
    }
}
