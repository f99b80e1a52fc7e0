/// An option as the parser and the help texts see it, whatever type its value has.
struct OptionSpecification: Sendable {
    /// How the option is written and what it takes.
    enum Form: Sendable {
        /// `--name VALUE`: how the value is called, how it is read, and whether the option may be given several times.
        case value(name: String, read: @Sendable (String) throws(ValueProblem) -> any Sendable, isRepeatable: Bool)
        /// `--name`; if it can be negated, `--no-name` as well.
        case flag(isNegatable: Bool)
    }

    /// The name without `--`.
    var name: String
    /// The letter without `-`.
    var letter: Character?
    /// How it is written.
    var form: Form
    /// What it does, without a full stop.
    var summary: String
    /// What holds if it is not given, in words.
    var defaultText: String?
    /// The configuration entry that it overrides.
    var setting: ConfigurationEntry?

    /// The option with its value, as usage lines write it: `--rate N`.
    var usage: String {
        switch form {
        case .value(let value, _, _): "--\(name) \(value)"
        case .flag(let isNegatable): isNegatable ? "--[no-]\(name)" : "--\(name)"
        }
    }
}
