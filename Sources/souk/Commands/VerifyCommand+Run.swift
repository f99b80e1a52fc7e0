extension VerifyCommand {
    func run(_ context: CommandContext) throws {
        throw CommandError("`souk verify` is not built yet", exitCode: .failure)
    }
}
