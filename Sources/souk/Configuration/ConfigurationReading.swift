import Foundation

/// Reads configuration files from the disk.
enum ConfigurationReading {
    /// The text of a file; nil if there is none.
    ///
    /// - Throws: if it can't be read or is not UTF-8.
    static func text(at path: String) throws -> String? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let text = String(validating: try WholeFile.bytes(of: path), as: UTF8.self) else {
            throw CommandError("it is not UTF-8", exitCode: .configuration)
        }
        return text
    }
}
