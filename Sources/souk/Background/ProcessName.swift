/// The name of a background process, which is also that of its files.
struct ProcessName: ArgumentValue, Hashable {
    /// The name.
    let text: String

    static let expectation = "a name of 1 to 64 letters, digits, `-` and `_`"
    static let example = "shop-1"

    init(argument: String) throws(ValueProblem) {
        guard argument.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9_-]{0,63}/) != nil else { throw Self.misread(argument) }
        text = argument
    }

    var argument: String { text }
}
