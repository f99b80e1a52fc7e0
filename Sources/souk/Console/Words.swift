import Commerce
import System

/// Numbers, sizes, durations and reasons as people read them.
enum Words {
    /// The space between groups of three digits: narrow, and never the end of a line.
    static let thinSpace = "\u{202F}"

    /// A whole number with its digits in groups of three: `1 234 567`.
    static func number(_ value: some BinaryInteger) -> String {
        (value < 0 ? "-" : "") + String(value.magnitude).grouped(by: thinSpace)
    }

    /// A number of something: `1 row`, `2 000 rows`.
    static func count(_ value: some BinaryInteger, _ singular: String, _ plural: String? = nil) -> String {
        "\(number(value)) \(value == 1 ? singular : plural ?? singular + "s")"
    }

    /// A number in three digits at most, with a suffix: `950`, `9.5k`, `1.25M`.
    static func short(_ value: Double) -> String {
        for (suffix, unit) in [("G", 1e9), ("M", 1e6), ("k", 1e3)] where value >= unit * 0.9995 {
            return rounded(value / unit) + suffix
        }
        return rounded(value)
    }

    /// A size in binary units: `1.5 GiB`.
    static func bytes(_ value: some BinaryInteger) -> String {
        let value = Double(value)
        for (suffix, unit) in [("TiB", 0x1p40), ("GiB", 0x1p30), ("MiB", 0x1p20), ("KiB", 0x1p10)] where value >= unit {
            return "\(rounded(value / unit)) \(suffix)"
        }
        return count(Int64(value), "byte")
    }

    /// A duration in its two largest units: `850 milliseconds`, `12.3 seconds`, `3 minutes 5 seconds`, `2 days 1 hour`.
    static func duration(_ duration: Duration) -> String {
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
        if seconds < 0.9995 { return count(Int((seconds * 1000).rounded()), "millisecond") }
        if seconds < 59.95 {
            let text = rounded(seconds)
            return text == "1" ? "1 second" : "\(text) seconds"
        }
        let units = [("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1)]
        var rest = Int(seconds.rounded())
        var parts: [String] = []
        for (name, length) in units where parts.count < 2 {
            if rest >= length { parts.append(count(rest / length, name)) } else if !parts.isEmpty { break }
            rest %= length
        }
        return parts.joined(separator: " ")
    }

    /// Why something could not be done, where the text around it says already what and with which file.
    static func reason(of error: any Error) -> String {
        switch error {
        case let error as CommandError: error.message
        case let error as SystemError: "\(error.number)"
        default: "\(error)"
        }
    }

    /// A positive number with three significant digits and no zeros at its end.
    private static func rounded(_ value: Double) -> String {
        let decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0
        let scale = [1, 10, 100][decimals]
        let scaled = Int((value * Double(scale)).rounded())
        var fraction = scale == 1 ? "" : String(String(scaled % scale + scale).dropFirst())
        while fraction.last == "0" { fraction.removeLast() }
        return fraction.isEmpty ? String(scaled / scale) : "\(scaled / scale).\(fraction)"
    }
}
