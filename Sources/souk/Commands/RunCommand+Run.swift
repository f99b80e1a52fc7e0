extension RunCommand {
    func run(_ context: CommandContext) throws {
        throw CommandError("`souk run` is not built yet", exitCode: .failure)
    }
}
