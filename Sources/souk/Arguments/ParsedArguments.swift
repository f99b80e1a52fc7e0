/// The options and arguments that were given to a command, read and checked.
struct ParsedArguments: Sendable {
    /// An option with a value, as it was given.
    struct Given: Sendable {
        /// The value as it was written.
        var text: String
        /// The value as it was read.
        var value: any Sendable
    }

    /// The command that they were given to.
    let specification: CommandSpecification
    private var values: [String: [Given]] = [:]
    private var flags: [String: Bool] = [:]
    private var positionals: [String: [Given]] = [:]

    /// No arguments.
    init(_ specification: CommandSpecification) {
        self.specification = specification
    }

    /// The value of an option; nil if it was not given.
    subscript<Value>(option: ValueOption<Value>) -> Value? {
        self[all: option].last
    }

    /// All values of an option that may be repeated, in their order.
    subscript<Value>(all option: ValueOption<Value>) -> [Value] {
        (values[option.specification.name] ?? []).compactMap { $0.value as? Value }
    }

    /// Whether a flag was given; nil if not, false if it was negated.
    subscript(flag: FlagOption) -> Bool? {
        flags[flag.specification.name]
    }

    /// The argument at a place; nil if it may be missing and is.
    subscript<Value>(positional: Positional<Value>) -> Value? {
        self[all: positional].first
    }

    /// All arguments from a place on.
    subscript<Value>(all positional: Positional<Value>) -> [Value] {
        (positionals[positional.specification.name] ?? []).compactMap { $0.value as? Value }
    }

    /// An argument that the parser has made sure of.
    func required<Value>(_ positional: Positional<Value>) throws(CommandError) -> Value {
        guard let value = self[positional] else { throw missing(positional.specification) }
        return value
    }

    /// The options given that override the configuration.
    var overrides: [(option: OptionSpecification, given: Given)] {
        specification.allOptions.compactMap { option in
            guard option.setting != nil, let given = values[option.name]?.last else { return nil }
            return (option, given)
        }
    }

    /// Whether the option was given.
    func contains(_ option: OptionSpecification) -> Bool {
        values[option.name] != nil || flags[option.name] != nil
    }

    /// The error that an argument is missing.
    func missing(_ positional: PositionalSpecification) -> CommandError {
        .usage(
            "`souk \(specification.name)` needs \(positional.name): \(positional.summary)",
            hints: ["such as: souk \(specification.name) \(positional.example)"])
    }

    mutating func append(_ given: Given, for option: OptionSpecification) {
        values[option.name, default: []].append(given)
    }

    mutating func set(_ isOn: Bool, for option: OptionSpecification) {
        flags[option.name] = isOn
    }

    mutating func append(_ given: Given, for positional: PositionalSpecification) {
        positionals[positional.name, default: []].append(given)
    }
}
