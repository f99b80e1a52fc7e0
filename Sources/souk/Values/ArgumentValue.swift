import Analysis

/// A value that a person writes: on the command line, in an environment variable or in the configuration file.
protocol ArgumentValue: Sendable {
    /// What is expected, as it follows "expected": `a duration`.
    static var expectation: String { get }
    /// One right spelling.
    static var example: String { get }
    /// Besides strings, the kinds of TOML value that spell it.
    static var acceptedKinds: Set<TOMLKind> { get }

    /// Reads the value.
    init(argument: String) throws(ValueProblem)

    /// The value as it would be written.
    var argument: String { get }
    /// The value for a program to read.
    var json: JSONValue { get }
}

extension ArgumentValue {
    static var acceptedKinds: Set<TOMLKind> { [.string] }

    var json: JSONValue { .string(argument) }

    /// The problem that a text is no such value.
    static func misread(_ text: String) -> ValueProblem {
        ValueProblem("expected \(expectation) such as \(example), found \"\(text)\"")
    }
}

extension ArgumentValue where Self: CaseIterable & RawRepresentable, RawValue == String {
    static var expectation: String { "one of " + allCases.map(\.rawValue).joined(separator: ", ") }
    static var example: String { allCases.first?.rawValue ?? "" }

    init(argument: String) throws(ValueProblem) {
        guard let value = Self(rawValue: argument) else {
            let names = Self.allCases.map(\.rawValue)
            let suggestion = Suggestion.nearest(to: argument, among: names).map { "; did you mean \($0)?" } ?? ""
            throw ValueProblem("expected \(Self.expectation), found \"\(argument)\"\(suggestion)")
        }
        self = value
    }

    var argument: String { rawValue }
}
