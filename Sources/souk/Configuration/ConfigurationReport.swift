/// A configuration as it was put together, with all that is wrong in it.
struct ConfigurationReport: Sendable {
    /// The values that hold. Where there is a problem, what it concerns is left out.
    var configuration = Configuration()
    /// The files that are read if they are there, the strongest first.
    var candidates: [String] = []
    /// The files that were read, the strongest first.
    var files: [String] = []
    /// All that is wrong.
    var problems: [ConfigurationProblem] = []

    /// The configuration, if nothing is wrong with it.
    func validated() throws(CommandError) -> Configuration {
        guard !problems.isEmpty else { return configuration }
        throw CommandError(
            problems.map(\.description).joined(separator: "\n"),
            hints: ["`souk config show` lists all keys with their values; `souk config check` checks a change"],
            exitCode: .configuration)
    }
}
