/// An argument that is known by its place.
struct Positional<Value: ArgumentValue>: Sendable {
    /// What the parser and the help texts need.
    let specification: PositionalSpecification

    /// An argument known by its place.
    ///
    /// - Parameter isRequired: whether the command can do without it.
    init(
        _ name: String, _ summary: String, example: String = Value.example, isRequired: Bool = true,
        isRepeatable: Bool = false
    ) {
        specification = PositionalSpecification(
            name: name, summary: summary, isRequired: isRequired, isRepeatable: isRepeatable, example: example,
            read: { (text: String) throws(ValueProblem) -> any Sendable in try Value(argument: text) })
    }
}
