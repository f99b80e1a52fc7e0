extension ProduceCommand {
    func run(_ context: CommandContext) throws {
        throw CommandError("`souk produce` is not built yet", exitCode: .failure)
    }
}
