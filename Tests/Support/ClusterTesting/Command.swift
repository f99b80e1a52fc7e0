import Foundation

/// A program that runs to its end, with its output in memory.
struct Command {
    /// What it came to.
    struct Outcome {
        var exitCode: Int32
        var output: String
        var errors: String
    }

    /// Runs a program.
    ///
    /// - Parameter input: what it reads as its standard input; nothing if nil.
    static func run(
        _ executable: String, _ arguments: [String], environment: [String: String] = [:], input: URL? = nil
    ) throws -> Outcome {
        let files = (0..<2).map { _ in
            FileManager.default.temporaryDirectory.appending(path: "souk-command-\(UUID().uuidString)")
        }
        defer { for file in files { try? FileManager.default.removeItem(at: file) } }
        for file in files { try Data().write(to: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [executable] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = try input.map { try FileHandle(forReadingFrom: $0) } ?? FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: files[0])
        process.standardError = try FileHandle(forWritingTo: files[1])
        try process.run()
        process.waitUntilExit()
        return Outcome(
            exitCode: process.terminationStatus, output: try String(contentsOf: files[0], encoding: .utf8),
            errors: try String(contentsOf: files[1], encoding: .utf8))
    }

    /// Runs a program that must succeed.
    ///
    /// - Returns: its standard output.
    @discardableResult
    static func succeed(
        _ executable: String, _ arguments: [String], environment: [String: String] = [:], input: URL? = nil
    ) throws -> String {
        let outcome = try run(executable, arguments, environment: environment, input: input)
        guard outcome.exitCode == 0 else {
            throw ClusterError(
                "\(executable) \(arguments.joined(separator: " ")) ended with \(outcome.exitCode): "
                    + "\(outcome.output.suffix(2_000))\(outcome.errors.suffix(2_000))")
        }
        return outcome.output
    }
}
