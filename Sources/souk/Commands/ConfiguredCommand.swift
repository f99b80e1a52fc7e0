/// A command that wants the whole configuration, and wants it to be right.
protocol ConfiguredCommand: Command {
    /// Makes sense of the arguments. Those that override the configuration are already in it.
    init(_ arguments: ParsedArguments, configuration: Configuration) throws(CommandError)
}

extension ConfiguredCommand {
    init(_ arguments: ParsedArguments, report: ConfigurationReport) throws(CommandError) {
        try self.init(arguments, configuration: report.validated())
    }
}
