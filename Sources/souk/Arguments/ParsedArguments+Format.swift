extension ParsedArguments {
    /// The format that an option or `--json` asks for; nil if neither was given.
    ///
    /// - Throws: `CommandError` if both were given and mean different things.
    func format<Format: RawRepresentable<String> & Equatable>(
        _ option: ValueOption<Format>, json: Format
    ) throws(CommandError) -> Format? {
        let format = self[option]
        guard self[CommonOptions.json] == true else { return format }
        if let format, format != json {
            throw .usage("--json and --format \(format.rawValue) contradict each other; leave one of them out")
        }
        return json
    }
}
