import Analysis

/// How much room text takes on a terminal.
enum TextWidth {
    /// The columns that a text fills, without the escape sequences that colour it.
    static func columns(of text: String) -> Int {
        guard text.contains("\u{1B}") else { return DisplayText.width(text) }
        var visible = ""
        var isEscaped = false
        for character in text {
            if isEscaped {
                isEscaped = !character.isLetter
            } else if character == "\u{1B}" {
                isEscaped = true
            } else {
                visible.append(character)
            }
        }
        return DisplayText.width(visible)
    }
}
