/// The value that holds for every entry of `ConfigurationTable`, and where it came from.
///
/// ```swift
/// let interval = configuration[.commitInterval]   // a Duration
/// ```
struct Configuration: Sendable {
    /// A value that somebody set.
    struct Setting: Sendable {
        /// The value as it was written.
        var text: String
        /// The value as it was read.
        var value: any Sendable
        /// Where it came from.
        var source: ConfigurationSource
    }

    private var settings: [String: Setting] = [:]

    /// The defaults.
    init() {}

    /// The value that holds for an entry.
    subscript<Value>(key: ConfigurationKey<Value>) -> Value {
        settings[key.entry.path]?.value as? Value ?? key.defaultValue
    }

    /// The name that messages give to a field.
    subscript(field: FieldName) -> String { self[.field(field)] }

    /// What was set for an entry; nil if its default holds.
    func setting(of entry: ConfigurationEntry) -> Setting? { settings[entry.path] }

    /// Where the value of an entry came from.
    func source(of entry: ConfigurationEntry) -> ConfigurationSource { settings[entry.path]?.source ?? .standard }

    /// Whether anybody set the entry.
    func isSet<Value>(_ key: ConfigurationKey<Value>) -> Bool { settings[key.entry.path] != nil }

    /// What was set outside of the table, in the order of the names: properties of librdkafka under their own names.
    var kafkaProperties: [(name: String, setting: Setting)] {
        settings.filter { !ConfigurationTable.isListed($0.key) }.sorted { $0.key < $1.key }
            .map { (String($0.key.dropFirst("kafka.".count)), $0.value) }
    }

    /// Sets an entry, over whatever was set before.
    mutating func set(_ entry: ConfigurationEntry, to setting: Setting) {
        settings[entry.path] = setting
    }
}
