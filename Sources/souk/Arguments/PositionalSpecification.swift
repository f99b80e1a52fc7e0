/// An argument that is known by its place, as the parser and the help texts see it.
struct PositionalSpecification: Sendable {
    /// How help texts call it, in capitals.
    var name: String
    /// What it is, without a full stop.
    var summary: String
    /// Whether the command can't do without it.
    var isRequired: Bool
    /// Whether it takes all the arguments that are left.
    var isRepeatable: Bool
    /// One right spelling.
    var example: String
    /// Reads a value.
    var read: @Sendable (String) throws(ValueProblem) -> any Sendable

    /// The argument as usage lines write it.
    var usage: String {
        let text = name + (isRepeatable ? "…" : "")
        return isRequired ? text : "[\(text)]"
    }
}
