import Foundation

/// A file that holds a secret and nothing else.
enum SecretFile {
    /// The secret, without the line feed that editors put behind it.
    ///
    /// - Parameter key: the configuration's name for the file.
    /// - Throws: `CommandError` with exit code 10.
    static func read(_ path: String, for key: String) throws -> String {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw CommandError(
                "\(key): \(path) can't be read: \(error.localizedDescription)",
                hints: ["it names a file that holds the secret and nothing else"], exitCode: .configuration)
        }
        let secret = text.trimmingCharacters(in: .newlines)
        guard !secret.isEmpty else {
            throw CommandError("\(key): \(path) is empty", exitCode: .configuration)
        }
        return secret
    }
}
