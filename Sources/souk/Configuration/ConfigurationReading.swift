import Foundation

/// Reads configuration files from the disk.
enum ConfigurationReading {
    /// The text of a file; nil if there is none.
    ///
    /// - Throws: `CommandError` if it can't be read or is not UTF-8.
    static func text(at path: String) throws -> String? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw CommandError((error as NSError).localizedDescription, exitCode: .configuration)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandError("it is not UTF-8", exitCode: .configuration)
        }
        return text
    }
}
