/// Where the lines of a growing file begin: one in many, and how far it has been counted.
struct LineIndex: Sendable {
    /// Bytes between two remembered lines, at least.
    static let interval: Int64 = 1 << 20

    /// The beginning of a line.
    struct Entry: Sendable, Hashable {
        var line: Int64
        var position: Int64
    }

    /// Remembered beginnings, ascending; the first is that of the file.
    private var entries = [Entry(line: 0, position: 0)]
    /// The beginning of the line behind the last one that has ended.
    private(set) var end = Entry(line: 0, position: 0)
    /// How far the file was searched for the end of that line.
    private(set) var searched: Int64 = 0

    /// Counts a line that ended; the next one begins at a position.
    mutating func lineEnded(nextPosition: Int64) {
        end = Entry(line: end.line + 1, position: nextPosition)
        if let last = entries.last, nextPosition - last.position >= Self.interval { entries.append(end) }
    }

    /// Notes that there is no further line feed before a position.
    mutating func searched(to position: Int64) {
        searched = position
    }

    /// The remembered beginning nearest before or at a line.
    func start(for line: Int64) -> Entry {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].line <= line { low = middle + 1 } else { high = middle }
        }
        return entries[low - 1]
    }
}
