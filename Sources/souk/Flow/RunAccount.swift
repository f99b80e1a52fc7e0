import Analysis
import Commerce
import Streaming
import System

/// What a run of the pipeline came to, as it is printed.
struct RunAccount {
    private let accounting: Accounting
    private let seconds: Double
    private let resources: ProcessResources

    init(_ accounting: Accounting, seconds: Double, resources: ProcessResources) {
        self.accounting = accounting
        self.seconds = seconds
        self.resources = resources
    }

    /// One JSON object, for programs.
    var json: String {
        JSONValue.object([
            "read": .integer(accounting.read), "accepted": .integer(accounting.accepted),
            "rejected": .integer(accounting.rejected), "windowed": .integer(accounting.windowed),
            "stale_windows": .integer(accounting.staleWindows), "revised": .integer(accounting.revised),
            "windows_closed": .integer(accounting.windowsClosed), "lost": .integer(accounting.lost),
            "commits": .integer(accounting.commits),
            "seconds": .number(seconds), "cpu_seconds": .number(resources.processorSeconds),
            "peak_rss_bytes": .integer(resources.peakResidentBytes),
        ]).compact
    }

    /// Aligned lines, for people.
    var lines: [String] {
        var table = TextTable([("", .left), ("", .right)])
        for (name, count) in figures { table.append([name, Words.number(count)]) }
        let rate = seconds > 0 ? Double(accounting.read) / seconds : 0
        return table.lines + [
            "",
            "\(Words.duration(.seconds(seconds))), \(Words.short(rate)) messages/s, "
                + "\(Words.duration(.seconds(resources.processorSeconds))) of processor time, "
                + "\(Words.bytes(resources.peakResidentBytes)) of memory at most",
        ]
    }

    /// One sentence, for the end of a run without an end.
    var sentence: String {
        "read \(Words.count(accounting.read, "message")) in \(Words.duration(.seconds(seconds))): "
            + "\(Words.number(accounting.accepted)) accepted, \(Words.number(accounting.rejected)) rejected\(lostWords); "
            + "\(Words.count(accounting.commits, "commit"))"
    }

    private var lostWords: String {
        accounting.lost > 0 ? ", \(Words.number(accounting.lost)) lost before they were read" : ""
    }

    private var figures: [(String, Int64)] {
        var figures: [(String, Int64)] = [
            ("read", accounting.read), ("  accepted", accounting.accepted), ("    windowed", accounting.windowed),
            ("  rejected", accounting.rejected),
        ]
        for (reason, count) in accounting.rejectedByReason.sorted(by: {
            ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue)
        }) {
            figures.append(("    \(reason.rawValue)", count))
        }
        if accounting.lost > 0 { figures.append(("lost, never read", accounting.lost)) }
        return figures + [
            ("windows closed", accounting.windowsClosed), ("rows revised", accounting.revised),
            ("windows stale", accounting.staleWindows),
            ("commits", accounting.commits),
        ]
    }
}
