import Analysis

/// An entry of the configuration with the type of its value; the key to that value in `Configuration`.
struct ConfigurationKey<Value: ArgumentValue>: Sendable {
    /// The entry without its type.
    let entry: ConfigurationEntry
    /// The value that holds if nobody sets one.
    let defaultValue: Value

    /// Declares an entry.
    ///
    /// - Parameters:
    ///   - path: section and name with a dot between them.
    ///   - summary: what it means, without a full stop.
    ///   - check: says what is wrong with a value that is well formed, or nil.
    init(
        _ path: String, default defaultValue: Value, _ summary: String,
        check: @escaping @Sendable (Value) -> String? = { _ in nil }
    ) {
        let parts = path.split(separator: ".").map(String.init)
        precondition(parts.count == 2, "a configuration key is section.name, not \(path)")
        self.defaultValue = defaultValue
        entry = ConfigurationEntry(
            section: parts[0], name: parts[1], summary: summary, defaultText: defaultValue.argument,
            defaultJSON: defaultValue.json, acceptedKinds: Value.acceptedKinds,
            expectation: "\(Value.expectation) such as \(Value.example)", isAllowedInFiles: Value.self != Secret.self,
            read: { (text: String) throws(ValueProblem) -> any Sendable in
                let value = try Value(argument: text)
                if let complaint = check(value) { throw ValueProblem(complaint) }
                return value
            },
            json: { ($0 as? Value)?.json ?? .null })
    }
}
