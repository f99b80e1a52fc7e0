/// What the reader of a stream can show.
struct Terminal: Sendable, Hashable {
    /// Whether it is a terminal, with a person before it.
    var isInteractive: Bool
    /// Whether it gets colour.
    var usesColor: Bool
    /// Columns to fill.
    var width: Int

    /// The columns where the reader does not say.
    static let standardWidth = 80
    /// The widest that texts are set.
    static let maximumWidth = 120

    /// A plain stream, such as a file or a pipe.
    static let plain = Terminal(isInteractive: false, usesColor: false, width: standardWidth)

    /// What is known of a stream.
    init(isInteractive: Bool, usesColor: Bool, width: Int) {
        self.isInteractive = isInteractive
        self.usesColor = usesColor
        self.width = width
    }

    /// Decides from what the stream, the environment and the flags say. `--color` and `--no-color` are strongest, then
    /// `NO_COLOR` (https://no-color.org), then `FORCE_COLOR`, then whether this is a terminal that can colour.
    ///
    /// - Parameters:
    ///   - columns: the columns that the terminal reports, if it does.
    ///   - colorFlag: what `--color` or `--no-color` said, if one was given.
    init(isInteractive: Bool, columns: Int?, environment: [String: String], colorFlag: Bool?) {
        self.isInteractive = isInteractive
        let isSet = { (name: String) in environment[name]?.isEmpty == false }
        if let colorFlag {
            usesColor = colorFlag
        } else if isSet("NO_COLOR") {
            usesColor = false
        } else if isSet("FORCE_COLOR"), environment["FORCE_COLOR"] != "0" {
            usesColor = true
        } else {
            usesColor = isInteractive && environment["TERM"] != "dumb"
        }
        let reported = columns ?? environment["COLUMNS"].flatMap { Int($0) } ?? Self.standardWidth
        width = min(max(reported, 40), Self.maximumWidth)
    }

    /// The text in a colour, if this terminal gets any.
    func colored(_ text: String, _ color: Color) -> String {
        usesColor ? "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// The colours that Souk uses, by their SGR parameters (ECMA-48, 8.3.117).
    enum Color: String, Sendable {
        case red = "31"
        case green = "32"
        case yellow = "33"
        case faint = "2"
    }
}
