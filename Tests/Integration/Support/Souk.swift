import Foundation
import Testing

/// The built `souk`, run as a user would run it.
struct Souk {
    /// The binary that the tests run: `SOUK_BINARY`, which `make test` sets.
    static let binary = ProcessInfo.processInfo.environment["SOUK_BINARY"]

    /// Whether there is a binary; the tests that need one are skipped otherwise.
    static var isBuilt: Bool { binary.map { FileManager.default.isExecutableFile(atPath: $0) } ?? false }

    /// What a command came to.
    struct Outcome {
        /// The exit code, or 128 and the number of the signal that ended the command.
        var exitCode: Int32
        var output: String
        var errors: String

        /// Standard output as a JSON object.
        func json() throws -> [String: Any] {
            let value = try JSONSerialization.jsonObject(with: Data(output.utf8))
            guard let object = value as? [String: Any] else { throw Failure(text: "not a JSON object: \(output)") }
            return object
        }

        /// Standard output by lines, which end with a line feed or, as CSV wants it, with CR LF.
        var lines: [String] {
            output.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).dropLast().map(String.init)
        }
    }

    /// What a test needs went wrong.
    struct Failure: Error {
        var text: String
    }

    /// Runs a command to its end.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], directory: URL? = nil, input: URL? = nil
    ) throws -> Outcome {
        try start(arguments, environment: environment, directory: directory, input: input).waitForEnd()
    }

    /// Runs a command that must succeed.
    @discardableResult
    static func succeed(
        _ arguments: [String], environment: [String: String] = [:], directory: URL, input: URL? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Outcome {
        let outcome = try run(arguments, environment: environment, directory: directory, input: input)
        try #require(
            outcome.exitCode == 0, "souk \(arguments.joined(separator: " ")): \(outcome.output)\(outcome.errors)",
            sourceLocation: sourceLocation)
        return outcome
    }

    /// Starts a command that goes on by itself.
    static func start(
        _ arguments: [String], environment: [String: String] = [:], directory: URL? = nil, input: URL? = nil
    ) throws -> RunningProcess {
        guard let binary else { throw Failure(text: "SOUK_BINARY is not set") }
        return try RunningProcess(binary, arguments, environment: environment, directory: directory, input: input)
    }

    /// The only row that a statement has in a lake, by its values.
    static func row(
        _ statement: String, in directory: URL, lake: String = "lake",
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> [String] {
        let lines = try succeed(
            ["query", "--lake", lake, "--format", "csv", statement], directory: directory,
            sourceLocation: sourceLocation
        ).lines
        try #require(lines.count == 2, "not one row: \(lines)", sourceLocation: sourceLocation)
        return lines[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }

    /// How many rows `transactions` has; nil as long as there is no lake.
    static func transactions(in directory: URL, lake: String = "lake") -> Int? {
        let statement = "SELECT count(*) FROM transactions"
        let outcome = try? run(["query", "--lake", lake, "--format", "csv", statement], directory: directory)
        return outcome?.lines.dropFirst().first.flatMap { Int($0) }
    }

    /// Writes a simulation's messages into the log `log` of a directory.
    static func produce(
        _ count: Int, into directory: URL, log: String = "log", _ more: [String] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try succeed(
            ["produce", "--to", "log:\(log)", "--count", "\(count)", "--seed", "7", "--rate", "max"] + more,
            directory: directory, sourceLocation: sourceLocation)
    }

    /// Works off a log into a lake.
    ///
    /// - Returns: the accounting.
    @discardableResult
    static func runToEnd(
        in directory: URL, log: String = "log:log", lake: String = "lake", _ more: [String] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> [String: Any] {
        try succeed(
            ["run", "--from", log, "--lake", lake, "--until-end", "--json"] + more, directory: directory,
            sourceLocation: sourceLocation
        ).json()
    }

    /// Audits a lake, which must be right.
    ///
    /// - Returns: the checks' words by their names.
    @discardableResult
    static func verify(
        _ lake: String = "lake", log: String? = "log:log", in directory: URL,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> [String: String] {
        let outcome = try run(
            ["verify", "--lake", lake, "--json"] + (log.map { ["--from", $0] } ?? []), directory: directory)
        #expect(outcome.exitCode == 0, "\(outcome.output)\(outcome.errors)", sourceLocation: sourceLocation)
        let checks = try outcome.json()["checks"] as? [[String: Any]] ?? []
        return checks.reduce(into: [:]) { words, check in
            if let name = check["name"] as? String { words[name] = check["detail"] as? String }
        }
    }
}
