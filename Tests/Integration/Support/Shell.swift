import Foundation

/// Bash, for what only a shell joins: pipes between commands. `$SOUK` is the built binary.
enum Shell {
    /// Runs a command line.
    static func run(_ command: String, directory: URL) throws -> Souk.Outcome {
        guard let binary = Souk.binary else { throw Souk.Failure(text: "SOUK_BINARY is not set") }
        return try RunningProcess(
            "/bin/bash", ["-c", command], environment: ["SOUK": binary], directory: directory
        ).waitForEnd()
    }
}
