internal import SparkConnect

/// What Spark says of an error, as a user should read it: its class, its SQL state and the position, without the plans and
/// stacks behind them.
struct SparkMessage {
    /// The message.
    let text: String

    /// - Parameter isWrapped: whether the statement stands on the lines behind the first of the text that Spark was given.
    init(_ error: SparkError, isWrapped: Bool = false) {
        var text = error.message
        if let stack = text.firstRange(of: "\n\nJVM stacktrace:") { text = String(text[..<stack.lowerBound]) }
        // The plan of a statement that can't be analysed begins behind the position, on a line of its own.
        if let plan = text.firstMatch(of: /;\n['+:]?[ !'A-Z][\s\S]*$/) { text = String(text[..<plan.range.lowerBound]) }
        if isWrapped { text = Self.unwrapped(text) }
        text = String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
        if let name = error.errorClass, !text.contains("[\(name)") { text = "[\(name)] \(text)" }
        if let state = error.sqlState, !text.contains(state) { text += " SQLSTATE: \(state)" }
        self.text = text
    }

    /// Takes our own lines away, and counts from the user's.
    private static func unwrapped(_ text: String) -> String {
        var text = text.replacing(/\bline ([0-9]+)(,? pos(?:ition)? )/) { match in
            "line \(max(1, (Int(match.1) ?? 2) - 1))\(match.2)"
        }
        text = text.replacing("== SQL ==\nSELECT * FROM (\n", with: "== SQL ==\n")
        return text.replacing(/\n\)(?: LIMIT [0-9]+)?(?=\n|$)/, with: "")
    }
}
