import Commerce
import Foundation
import System

/// A time zone that was looked up.
struct ResolvedTimeZone: Sendable, Hashable {
    /// What it is called: a name of the IANA database or a fixed offset such as `+01:00`, which browsers and Spark know too; where
    /// the machine gives neither, the rule or the file that it does give.
    var name: String
    /// Whether `name` is one of the first two.
    var isNamed = true
    /// When its clocks showed what.
    var rules: TimeZoneRules

    /// The name, for a program that has to look it up for itself.
    ///
    /// - Throws: `CommandError` with exit code 10 if there is none.
    func portableName(for key: ConfigurationKey<TimeZoneName>) throws(CommandError) -> String {
        guard isNamed else {
            throw CommandError(
                "the machine's time zone \(name) has no name in the IANA database, which is needed here",
                hints: ["set \(key.entry.path), to Africa/Casablanca for instance"], exitCode: .configuration)
        }
        return name
    }
}

/// The zone that the machine's clocks show, found where the C library finds it: in the variable `TZ`, and else in `/etc/localtime`.
struct MachineTimeZone: Sendable {
    /// The value of `TZ`, nil if it is not set.
    let variable: String?
    /// The file, or a link to one in the time zone database.
    var localtime = "/etc/localtime"
    /// Where Debian writes the name of a zone whose rules it has copied.
    var nameFile = "/etc/timezone"

    /// This process's.
    static var current: MachineTimeZone { MachineTimeZone(variable: ProcessInfo.processInfo.environment["TZ"]) }

    /// Looks the zone up.
    ///
    /// - Throws: `CommandError` with exit code 10 for a `TZ` that means nothing and for a damaged file. The C library would take either
    ///   for UTC in silence.
    func resolved() throws(CommandError) -> ResolvedTimeZone {
        guard let variable else { return try resolvedLocaltime() }
        let text = variable.hasPrefix(":") ? String(variable.dropFirst()) : variable
        guard !text.isEmpty else { return ResolvedTimeZone(name: "UTC", rules: .utc) }
        if text.hasPrefix("/") { return try resolvedFile(text) }
        if let rules = TimeZoneDatabase.rulesIfPresent(text) { return ResolvedTimeZone(name: text, rules: rules) }
        guard let rules = try? TimeZoneRules(posix: text) else {
            throw CommandError(
                "the environment variable TZ names no time zone: \"\(variable)\"",
                hints: ["set TZ to a name such as Africa/Casablanca, or set decoder.time_zone"],
                exitCode: .configuration)
        }
        guard let offset = rules.constantOffset, offset % 60 == 0, abs(offset) <= 18 * 3_600 else {
            return ResolvedTimeZone(name: text, isNamed: false, rules: rules)
        }
        return ResolvedTimeZone(name: Self.name(ofOffset: offset), rules: rules)
    }

    private static func name(ofOffset seconds: Int) -> String {
        guard seconds != 0 else { return "UTC" }
        func twoDigits(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        let minutes = abs(seconds) / 60
        return (seconds < 0 ? "-" : "+") + twoDigits(minutes / 60) + ":" + twoDigits(minutes % 60)
    }

    private func resolvedLocaltime() throws(CommandError) -> ResolvedTimeZone {
        // Without the file the machine's clocks show universal time.
        guard FileManager.default.fileExists(atPath: localtime) else {
            return ResolvedTimeZone(name: "UTC", rules: .utc)
        }
        if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: localtime) {
            return try resolvedFile(target)
        }
        let file = try resolvedFile(localtime)
        guard let name = try? String(contentsOfFile: nameFile, encoding: .utf8).split(separator: "\n").first,
            TimeZoneDatabase.rulesIfPresent(String(name)) == file.rules
        else { return file }
        return ResolvedTimeZone(name: String(name), rules: file.rules)
    }

    /// A file that is part of the database has its name there.
    private func resolvedFile(_ path: String) throws(CommandError) -> ResolvedTimeZone {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        if let root = parts.lastIndex(of: "zoneinfo") {
            let name = parts[(root + 1)...].joined(separator: "/")
            if let rules = TimeZoneDatabase.rulesIfPresent(name) { return ResolvedTimeZone(name: name, rules: rules) }
        }
        return ResolvedTimeZone(name: path, isNamed: false, rules: try TimeZoneDatabase.rules(in: path, of: path))
    }
}
