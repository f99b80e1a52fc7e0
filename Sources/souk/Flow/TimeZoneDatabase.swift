import Analysis
import Commerce
import System

/// The rules of time zones, from the machine's time zone database (tzdata).
enum TimeZoneDatabase {
    /// Where the database lies.
    static let directory = "/usr/share/zoneinfo"

    /// Looks a zone up; `local` is the machine's own.
    ///
    /// - Throws: `CommandError` with exit code 10 if the database lacks the zone.
    static func resolve(_ zone: TimeZoneName, on machine: MachineTimeZone = .current) throws(CommandError)
        -> ResolvedTimeZone
    {
        if zone == .local { return try machine.resolved() }
        return ResolvedTimeZone(name: zone.identifier, rules: try rules(of: zone.identifier))
    }

    /// The rules of a zone of the database.
    ///
    /// - Throws: `CommandError` with exit code 10 if the database lacks the zone.
    static func rules(of name: String) throws(CommandError) -> TimeZoneRules {
        if name == "UTC" { return .utc }
        return try rules(in: "\(directory)/\(name)", of: name)
    }

    /// The rules of a zone, nil if the database lacks it.
    static func rulesIfPresent(_ name: String) -> TimeZoneRules? {
        name.hasPrefix("/") || name.isEmpty ? nil : try? rules(of: name)
    }

    /// The rules that a file holds.
    static func rules(in path: String, of name: String) throws(CommandError) -> TimeZoneRules {
        do {
            return try TimeZoneRules(tzif: try Files.read(path))
        } catch {
            throw CommandError(
                "the rules of the time zone \(name) can't be read: \(error)",
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
