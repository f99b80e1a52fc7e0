extension CommandError {
    /// A value that can't be used, and where it stood: `--rate`, say.
    init(_ problem: ValueProblem, at place: String) {
        self.init(
            "\(place): \(problem.message)", hints: problem.hints,
            exitCode: .usage)
    }
}
