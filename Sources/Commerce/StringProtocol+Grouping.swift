extension StringProtocol {
    /// The digits of a whole number in groups of three, counted from the last: `1,234,567`.
    package func grouped(by separator: String) -> String {
        var text = ""
        var left = count
        for digit in self {
            if left < count, left.isMultiple(of: 3) { text += separator }
            text.append(digit)
            left -= 1
        }
        return text
    }
}
