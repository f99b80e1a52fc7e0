/// An option without a value; the key to whether it was given in `ParsedArguments`.
struct FlagOption: Sendable {
    /// What the parser and the help texts need.
    let specification: OptionSpecification

    /// A flag.
    ///
    /// - Parameter isNegatable: whether `--no-name` says the opposite.
    init(_ name: String, letter: Character? = nil, _ summary: String, isNegatable: Bool = false) {
        specification = OptionSpecification(
            name: name, letter: letter, form: .flag(isNegatable: isNegatable), summary: summary)
    }
}
