/// The options that all commands share.
enum CommonOptions {
    /// The configuration file.
    static let configuration = ValueOption<String>(
        "config", letter: "c", value: "FILE", "read this configuration file before ./souk.toml and the user's own")
    /// Whether the result is for a program.
    static let json = FlagOption("json", "print one JSON object on standard output")
    /// Whether only warnings and errors are said.
    static let quiet = FlagOption("quiet", letter: "q", "say nothing but warnings and errors")
    /// Whether to colour.
    static let color = FlagOption(
        "color", "colour what a terminal shows (default: if it is one and NO_COLOR is unset)", isNegatable: true)
    /// How much is said.
    static let logLevel = ValueOption(
        "log-level", value: "LEVEL", "debug, info, warning or error", overriding: .logLevel)
    /// Whether help is wanted instead.
    static let help = FlagOption("help", letter: "h", "show this help")

    /// All of them, for a command that prints JSON or one that does not.
    static func specifications(withJSON: Bool) -> [OptionSpecification] {
        let options =
            [configuration.specification, json.specification, quiet.specification, color.specification]
            + [logLevel.specification, help.specification]
        return withJSON ? options : options.filter { $0.name != json.specification.name }
    }
}
