/// A text as an SQL literal.
func quoted(text: String) -> String {
    "'" + text.replacing("'", with: "''") + "'"
}

/// A name as a quoted SQL identifier.
func quoted(name: String) -> String {
    "\"" + name.replacing("\"", with: "\"\"") + "\""
}
