import Foundation

/// The built `souk`, run as a user would run it.
struct Souk {
    /// The binary that the tests run: `SOUK_BINARY`, which `make test` sets.
    static let binary = ProcessInfo.processInfo.environment["SOUK_BINARY"]

    /// Whether there is a binary; the tests that need one are skipped otherwise.
    static var isBuilt: Bool { binary.map { FileManager.default.isExecutableFile(atPath: $0) } ?? false }

    /// What a command came to.
    struct Outcome {
        var exitCode: Int32
        var output: String
        var errors: String

        /// Standard output as a JSON object.
        func json() throws -> [String: Any] {
            let value = try JSONSerialization.jsonObject(with: Data(output.utf8))
            guard let object = value as? [String: Any] else { throw NotAnObject(text: output) }
            return object
        }
    }

    struct NotAnObject: Error {
        var text: String
    }

    /// Runs a command to its end.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], directory: URL? = nil
    ) throws -> Outcome {
        let process = try start(arguments, environment: environment, directory: directory)
        return process.waitForEnd()
    }

    /// Starts a command that goes on by itself.
    static func start(
        _ arguments: [String], environment: [String: String] = [:], directory: URL? = nil
    ) throws -> RunningProcess {
        guard let binary else { throw NotAnObject(text: "SOUK_BINARY is not set") }
        return try RunningProcess(binary, arguments, environment: environment, directory: directory)
    }
}
