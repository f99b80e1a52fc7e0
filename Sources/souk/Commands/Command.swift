/// A command of `souk`: what it is called and takes, how its arguments become options, and what it does.
///
/// Reading arguments and running are kept apart: `init` touches nothing but its arguments and the configuration.
protocol Command: Sendable {
    /// Everything that the parser and the help texts need to know.
    static var specification: CommandSpecification { get }

    /// Makes sense of the arguments.
    ///
    /// - Parameter report: the configuration with the arguments that override it, and all that is wrong with it.
    init(_ arguments: ParsedArguments, report: ConfigurationReport) throws(CommandError)

    /// Does what was asked. Blocks until it is done.
    func run(_ context: CommandContext) throws
}
