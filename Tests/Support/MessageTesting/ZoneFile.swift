package import Commerce
internal import Foundation

/// The system's compiled time zones.
package enum ZoneFile {
    package static let directory = "/usr/share/zoneinfo/"

    package static var arePresent: Bool { FileManager.default.fileExists(atPath: directory + "Europe/Paris") }

    package static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: directory + name)))
    }

    package static func rules(_ name: String) throws -> TimeZoneRules {
        try TimeZoneRules(tzif: try bytes(name))
    }
}
