extension ReportCommand {
    func run(_ context: CommandContext) throws {
        throw CommandError("`souk report` is not built yet", exitCode: .failure)
    }
}
