/// What is wrong with a value that a person wrote. Whoever read it adds where it stood.
struct ValueProblem: Error, Sendable, Hashable {
    /// What was expected and what was found.
    var message: String
    /// What to write instead.
    var hints: [String]
    /// Whether the value is well formed, but means something that this release can't do.
    var isUnsupported: Bool

    /// A problem with a value.
    init(_ message: String, hints: [String] = [], isUnsupported: Bool = false) {
        self.message = message
        self.hints = hints
        self.isUnsupported = isUnsupported
    }
}
