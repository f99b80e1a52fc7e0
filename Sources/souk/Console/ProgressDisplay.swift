/// Decides what is shown of a long piece of work, and when. It reads no clock and writes nothing.
///
/// Nothing is shown in the first second. Then a terminal gets one line that is drawn over ten times a second, and at the end
/// wiped; any other stream gets a new line every five seconds.
struct ProgressDisplay: Sendable {
    /// How far the work has come.
    struct State: Sendable, Hashable {
        /// What is done, in units.
        var completed: Int64 = 0
        /// What there is to do, in units; nil if nobody knows.
        var total: Int64?
        /// What else is to be said, such as what was done last.
        var note: String?
    }

    private let title: String
    private let unit: String
    private let terminal: Terminal
    private var next: Duration
    private var frame = 0

    private static let patience = Duration.seconds(1)
    private static let redrawInterval = Duration.milliseconds(100)
    private static let lineInterval = Duration.seconds(5)
    private static let frames = Array("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")

    /// A display that has shown nothing yet.
    ///
    /// - Parameters:
    ///   - title: what is being done, such as `producing`.
    ///   - unit: what is counted, in the plural.
    init(_ title: String, unit: String, on terminal: Terminal) {
        self.title = title
        self.unit = unit
        self.terminal = terminal
        next = terminal.isInteractive ? Self.patience : Self.lineInterval
    }

    /// What to write now, `elapsed` after the start; nil if it is too early to write anything. On a terminal it
    /// replaces what was drawn before.
    mutating func tick(_ state: State, elapsed: Duration) -> String? {
        guard elapsed >= next else { return nil }
        next = elapsed + (terminal.isInteractive ? Self.redrawInterval : Self.lineInterval)
        guard terminal.isInteractive else { return "souk: \(line(state, elapsed))" }
        frame = (frame + 1) % Self.frames.count
        let line = line(state, elapsed)
        let whole = "\(Self.frames[frame]) \(bar(state))\(line)"
        // Words are worth more than the bar where there is no room for both.
        let text = state.note != nil && whole.count >= terminal.width ? "\(Self.frames[frame]) \(line)" : whole
        return String(text.prefix(terminal.width - 1))
    }

    private func bar(_ state: State) -> String {
        guard let total = state.total, total > 0 else { return "" }
        let cells = 20
        let filled = Int(min(1, Double(state.completed) / Double(total)) * Double(cells))
        return String(repeating: "█", count: filled) + String(repeating: "░", count: cells - filled) + " "
    }

    private func line(_ state: State, _ elapsed: Duration) -> String {
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
        let rate = seconds > 0 ? Double(state.completed) / seconds : 0
        var parts = ["\(title) \(Words.number(state.completed)) \(unit)", "\(Words.short(rate))/s"]
        if let total = state.total, total > 0 {
            parts[0] = "\(title) \(Words.number(state.completed)) of \(Words.number(total)) \(unit)"
            let left = Double(total - state.completed)
            if rate > 0, left / rate >= 0.5 {
                parts.append("\(Words.duration(.seconds((left / rate).rounded()))) left")
            }
        }
        if let note = state.note { parts.insert(note, at: 1) }
        return parts.joined(separator: ", ")
    }
}
