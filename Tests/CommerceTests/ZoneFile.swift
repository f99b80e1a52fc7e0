import Commerce
import Foundation

/// The system's compiled time zones.
enum ZoneFile {
    static let directory = "/usr/share/zoneinfo/"

    static var arePresent: Bool { FileManager.default.fileExists(atPath: directory + "Europe/Paris") }

    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: directory + name)))
    }

    static func rules(_ name: String) throws -> TimeZoneRules {
        try TimeZoneRules(tzif: try bytes(name))
    }
}
