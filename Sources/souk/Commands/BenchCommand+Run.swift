extension BenchCommand {
    func run(_ context: CommandContext) throws {
        throw CommandError("`souk bench` is not built yet", exitCode: .failure)
    }
}
