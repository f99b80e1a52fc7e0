/// How much room text takes on a terminal.
enum TextWidth {
    /// The columns that a text fills: one for each character, two for those of East Asian scripts and emoji, none for the
    /// escape sequences that colour it.
    static func columns(of text: String) -> Int {
        var columns = 0
        var isEscaped = false
        for character in text {
            if isEscaped {
                isEscaped = !character.isLetter
            } else if character == "\u{1B}" {
                isEscaped = true
            } else {
                columns += isWide(character) ? 2 : 1
            }
        }
        return columns
    }

    private static func isWide(_ character: Character) -> Bool {
        guard let scalar = character.unicodeScalars.first else { return false }
        if scalar.properties.isEmojiPresentation { return true }
        return switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
