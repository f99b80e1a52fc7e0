/// An option with a value of a certain type; the key to that value in `ParsedArguments`.
struct ValueOption<Value: ArgumentValue>: Sendable {
    /// What the parser and the help texts need.
    let specification: OptionSpecification

    /// An option that stands on its own.
    ///
    /// - Parameters:
    ///   - name: without `--`.
    ///   - letter: without `-`.
    ///   - value: how help texts call the value.
    ///   - defaultText: what holds if the option is not given, in words.
    ///   - check: says what is wrong with a value that is well formed, or nil.
    init(
        _ name: String, letter: Character? = nil, value: String, _ summary: String,
        default defaultText: String? = nil,
        isRepeatable: Bool = false, check: @escaping @Sendable (Value) -> String? = { _ in nil }
    ) {
        specification = OptionSpecification(
            name: name, letter: letter,
            form: .value(name: value, read: Self.reader(check: check), isRepeatable: isRepeatable),
            summary: summary, defaultText: defaultText)
    }

    /// An option that overrides an entry of the configuration, with that entry's rules and default.
    init(
        _ name: String, letter: Character? = nil, value: String, _ summary: String,
        overriding key: ConfigurationKey<Value>, default defaultText: String? = nil
    ) {
        specification = OptionSpecification(
            name: name, letter: letter, form: .value(name: value, read: key.entry.read, isRepeatable: false),
            summary: summary, defaultText: defaultText ?? key.entry.defaultText, setting: key.entry)
    }

    private static func reader(
        check: @escaping @Sendable (Value) -> String?
    ) -> @Sendable (String) throws(ValueProblem) -> any Sendable {
        { (text: String) throws(ValueProblem) -> any Sendable in
            let value = try Value(argument: text)
            if let complaint = check(value) { throw ValueProblem(complaint) }
            return value
        }
    }
}
