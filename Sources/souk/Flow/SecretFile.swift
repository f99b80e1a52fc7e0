import Foundation
import System

/// A file that holds a secret and nothing else.
enum SecretFile {
    /// The secret, without the line feed that editors put behind it.
    ///
    /// - Parameter key: the configuration's name for the file.
    /// - Throws: `CommandError` with exit code 10.
    static func read(_ path: String, for key: String) throws -> String {
        let bytes: [UInt8]
        do {
            bytes = try Files.read(path)
        } catch {
            throw CommandError(
                "\(key): the secret can't be had: \(error)",
                hints: ["it names a file that holds the secret and nothing else"], exitCode: .configuration)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandError("\(key): \(path) is not UTF-8", exitCode: .configuration)
        }
        let secret = text.trimmingCharacters(in: .newlines)
        guard !secret.isEmpty else {
            throw CommandError("\(key): \(path) is empty", exitCode: .configuration)
        }
        return secret
    }
}
