/// What is wrong with a value that a person wrote. Whoever read it adds where it stood.
struct ValueProblem: Error, Sendable, Hashable {
    /// What was expected and what was found.
    var message: String
    /// What to write instead.
    var hints: [String]

    /// A problem with a value.
    init(_ message: String, hints: [String] = []) {
        self.message = message
        self.hints = hints
    }
}
