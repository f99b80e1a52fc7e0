/// Pieces of Spark's SQL, spelled so that any text comes through unchanged under Spark's default settings.
enum SQLText {
    /// A string literal. Backslashes are escapes in Spark's literals unless `spark.sql.parser.escapedStringLiterals` is set.
    static func literal(_ text: String) -> String {
        var quoted = "'"
        for scalar in text.unicodeScalars {
            if scalar == "'" || scalar == "\\" { quoted.unicodeScalars.append("\\") }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "'"
    }

    /// A quoted name of a column or a field.
    static func identifier(_ name: String) -> String {
        var quoted = "`"
        for scalar in name.unicodeScalars {
            if scalar == "`" { quoted.unicodeScalars.append("`") }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "`"
    }

    /// Names the value of an expression for the length of another, so that it is evaluated once and only where it is needed.
    ///
    /// Spark has no such form; a lambda over an array of one element is one that its optimizer leaves alone, where it would
    /// copy the columns of nested queries into each other.
    static func binding(_ name: String, _ value: String, in body: String) -> String {
        "transform(array(\(value)), \(name) -> \(body))[0]"
    }

    /// A structure of named values.
    static func structure(_ members: [(name: String, value: String)]) -> String {
        "named_struct(" + members.map { "\(literal($0.name)), \($0.value)" }.joined(separator: ", ") + ")"
    }

    /// The window that a moment lies in, in microseconds since the epoch, rounded down also before 1970.
    static func windowStart(ofMicroseconds time: String, size: Int64) -> String {
        "(\(time) - pmod(\(time), \(size)L))"
    }
}
