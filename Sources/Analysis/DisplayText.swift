/// Text as it may stand on a terminal or in a page: made harmless, and measured in columns.
package enum DisplayText {
    /// As `harmless`, line by line.
    package static func harmlessLines(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { harmless(String($0)) }.joined(
            separator: "\n")
    }

    /// The text with control characters, line breaks, lone format characters and those that turn the direction of writing
    /// shown by their number, `\u{1B}` for instance, so that a value can neither command a terminal nor reorder its line.
    package static func harmless(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isDisturbing) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if isDisturbing(scalar) {
                result += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func isDisturbing(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00..<0x20, 0x7F..<0xA0: true
        case 0x061C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF, 0xFFF9...0xFFFB: true
        case 0xE0000...0xE007F: true
        default: false
        }
    }

    /// How many columns of a terminal the text takes: a wide East Asian character or an emoji takes two, a combining one none.
    package static func width(_ text: String) -> Int {
        if text.utf8.allSatisfy({ 0x20...0x7E ~= $0 }) { return text.utf8.count }
        return text.reduce(0) { $0 + width($1) }
    }

    private static func width(_ character: Character) -> Int {
        let scalars = character.unicodeScalars
        if scalars.contains("\u{FE0F}") { return 2 }
        return scalars.map(width).max() ?? 0
    }

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: break
        }
        if scalar.properties.isEmojiPresentation { return 2 }
        return wideRanges.contains { $0 ~= scalar.value } ? 2 : 1
    }

    /// The blocks whose characters are Wide or Fullwidth in Unicode Standard Annex #11.
    private static let wideRanges: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
        0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
        0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
    ]

    /// The text filled up with spaces to a width, at its left for numbers.
    static func padded(_ text: String, to width: Int, atLeft: Bool) -> String {
        let space = String(repeating: " ", count: max(0, width - self.width(text)))
        return atLeft ? space + text : text + space
    }
}
