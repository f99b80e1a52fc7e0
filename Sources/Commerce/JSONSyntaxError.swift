/// Where a message stops being JSON, and what should have stood there.
struct JSONSyntaxError: Error {
    /// What the grammar asked for.
    enum Expectation: String {
        case value = "a value"
        case key = "a key"
        case colon = "':' after a key"
        case commaOrBrace = "',' or '}'"
        case commaOrBracket = "',' or ']'"
        case quote = "a closing quote"
        case escapedControl = "control characters to be escaped"
        case escape = "an escape that JSON knows"
        case hexadecimal = "four hexadecimal digits"
        case digit = "a digit"
        case end = "nothing after the value"
        case shallow = "at most 128 levels of nesting"
    }

    var expectation: Expectation
    /// Bytes before the fault.
    var position: Int
}
