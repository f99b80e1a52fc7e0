import Commerce
import Live

@testable import SparkEngine

/// A query of a job, recognised by being what the job's plans make for the same ranges.
struct SparkQuestion: Sendable {
    /// What is asked.
    enum Kind: Sendable, Hashable {
        case figures
        case top
        case customers
        case rejectedCounts
        case windowCounts
    }

    let kind: Kind
    /// Which offsets it is about.
    let ranges: [Int32: Range<Int64>]

    /// - Throws: `UnexpectedRequest`.
    init(_ text: String, of sql: JobSQL) throws {
        ranges = Self.ranges(in: text)
        let table = sql.table(JobSQL.transactions)
        switch text {
        case sql.live(ranges).figures(from: table, indexBits: CustomerSketch.indexBits): kind = .figures
        case sql.live(ranges).top(from: table, leastAmount: nil, limit: LiveAggregate.topLimit): kind = .top
        case sql.live(ranges).customers(from: table, limit: CustomerSketch.exactLimit): kind = .customers
        case sql.rejectedCounts(in: ranges): kind = .rejectedCounts
        case sql.windowCounts: kind = .windowCounts
        default: throw UnexpectedRequest(text)
        }
    }

    /// The first range of offsets of each partition that a statement names.
    static func ranges(in text: String) -> [Int32: Range<Int64>] {
        let found = text.matches(of: /_partition = (\d+) AND _offset >= (\d+)L AND _offset < (\d+)L/)
        return found.reduce(into: [:]) { ranges, match in
            guard let partition = Int32(match.1), let from = Int64(match.2), let to = Int64(match.3),
                ranges[partition] == nil
            else { return }
            ranges[partition] = from..<to
        }
    }

    /// The range of window starts that a statement names.
    static func windowStarts(in text: String) -> Range<Int64>? {
        let found = text.matches(of: /timestamp_micros\((-?\d+)L\)/).prefix(2).compactMap { Int64($0.1) }
        return found.count == 2 ? found[0]..<found[1] : nil
    }
}
