import Analysis
import Commerce
import System

/// The rules of time zones, from the machine's time zone database (tzdata).
enum TimeZoneDatabase {
    /// Where the database lies.
    static let directory = "/usr/share/zoneinfo"

    /// The rules of a zone.
    ///
    /// - Throws: `CommandError` with exit code 10 if the database lacks the zone.
    static func rules(of name: TimeZoneName) throws(CommandError) -> TimeZoneRules {
        if name == .utc { return .utc }
        let path = "\(directory)/\(name.identifier)"
        do {
            return try TimeZoneRules(tzif: try Files.read(path))
        } catch {
            throw CommandError(
                "the rules of the time zone \(name.identifier) can't be read: \(error)",
                hints: ["install the time zone database (Debian: apt-get install tzdata)"], exitCode: .configuration)
        }
    }
}

/// A zone's rules as the report asks for them.
struct ZoneOffsets: TimeZoneOffsets {
    let rules: TimeZoneRules

    func offsetSeconds(atUTCMicroseconds microseconds: Int64) -> Int {
        rules.offset(at: Timestamp(microseconds: microseconds))
    }
}
