/// How important it is that somebody reads a line.
enum LogLevel: String, ArgumentValue, Hashable, CaseIterable, Comparable {
    /// What only somebody who looks for a fault wants to know.
    case debug
    /// What is going on.
    case info
    /// Something that may need attention.
    case warning
    /// Something that failed.
    case error

    static func < (left: LogLevel, right: LogLevel) -> Bool { left.order < right.order }

    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
