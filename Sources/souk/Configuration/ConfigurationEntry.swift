import Analysis

/// An entry of the configuration as the loader and the help texts see it, whatever type its value has.
struct ConfigurationEntry: Sendable {
    /// The section, `lake` for instance.
    var section: String
    /// The name in its section.
    var name: String
    /// What it means, without a full stop.
    var summary: String
    /// The value that holds if nobody sets one, as it would be written.
    var defaultText: String
    /// The default as a program reads it.
    var defaultJSON: JSONValue
    /// Besides strings, the kinds of TOML value that spell it.
    var acceptedKinds: Set<TOMLKind>
    /// What is expected, in words, with an example.
    var expectation: String
    /// Whether a configuration file may set it.
    var isAllowedInFiles = true
    /// Reads and checks a value.
    var read: @Sendable (String) throws(ValueProblem) -> any Sendable
    /// A value that was read, as a program reads it.
    var json: @Sendable (any Sendable) -> JSONValue

    /// Section and name: `lake.commit_interval`.
    var path: String { "\(section).\(name)" }
    /// The environment variable that sets it: `SOUK_LAKE_COMMIT_INTERVAL`.
    var environmentName: String { Self.environmentName(of: path) }

    /// The environment variable that sets what stands at a path.
    static func environmentName(of path: String) -> String { "SOUK_\(path.replacing(".", with: "_"))".uppercased() }
}
