extension ServeCommand {
    func run(_ context: CommandContext) throws {
        throw CommandError("`souk serve` is not built yet", exitCode: .failure)
    }
}
