import System

/// Reads configuration files from the disk.
enum ConfigurationReading {
    /// The text of a file; nil if there is none.
    ///
    /// - Throws: if it can't be read or is not UTF-8.
    static func text(at path: String) throws -> String? {
        guard try Files.attributes(of: path) != nil else { return nil }
        guard let text = String(validating: try Files.read(path), as: UTF8.self) else {
            throw CommandError("it is not UTF-8", exitCode: .configuration)
        }
        return text
    }
}
