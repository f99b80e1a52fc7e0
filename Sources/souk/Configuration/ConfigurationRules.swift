/// What has to hold between the entries of a configuration.
enum ConfigurationRules {
    /// All that does not hold, each with the place of the entry that should change.
    static func problems(in configuration: Configuration) -> [ConfigurationProblem] {
        [fieldNames(configuration), token(configuration)].compactMap { $0 }
    }

    private static func fieldNames(_ configuration: Configuration) -> ConfigurationProblem? {
        var fields: [String: FieldName] = [:]
        for field in FieldName.allCases {
            let name = configuration[field]
            if let other = fields.updateValue(field, forKey: name) {
                // The one that was set is the one to change; a default stays what it is.
                let changed = configuration.isSet(.field(field)) ? field : other
                return problem(
                    .field(changed), in: configuration,
                    "two fields would be read from \"\(name)\": \(other.rawValue) and \(field.rawValue)")
            }
        }
        return nil
    }

    private static func token(_ configuration: Configuration) -> ConfigurationProblem? {
        let address = configuration[.listen]
        guard !address.isLoopback, configuration[.tokenFile].path == nil else { return nil }
        return problem(
            .listen, in: configuration,
            "\(address) can be reached from other machines and there is no token; "
                + "set dashboard.token_file, or listen on 127.0.0.1:\(address.port)")
    }

    private static func problem<Value>(
        _ key: ConfigurationKey<Value>, in configuration: Configuration, _ message: String
    ) -> ConfigurationProblem {
        let source = configuration.source(of: key.entry)
        return ConfigurationProblem(
            place: source == .standard ? "" : source.description, message: "\(key.entry.path): \(message)")
    }
}
