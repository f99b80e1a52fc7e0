import Foundation

/// The tests' Python, with delta-rs, DuckDB, PyArrow and PySpark: independent readers and writers of the same tables.
enum Python {
    static let interpreter = repository.appending(path: ".deps/venv/bin/python").path
    static let isAvailable = FileManager.default.isExecutableFile(atPath: interpreter)
    static let absence = "needs \(interpreter): run make setup-test"

    static let repository = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// Runs a script and reads the JSON that it prints on its last line.
    static func run<Value: Decodable>(
        _ script: String, _ arguments: [String], environment: [String: String] = [:], as type: Value.Type = Value.self
    ) throws -> Value {
        let process = Process()
        process.executableURL = URL(filePath: interpreter)
        // The libraries' threads may abort an interpreter that ends in the ordinary way.
        let end = "\nimport os, sys\nsys.stdout.flush()\nos._exit(0)\n"
        process.arguments = ["-c", script + end] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let output = Pipe()
        let errors = FileManager.default.temporaryDirectory.appending(path: "souk-python-\(UUID().uuidString).log")
        try Data().write(to: errors)
        defer { try? FileManager.default.removeItem(at: errors) }
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0, let line = text.split(separator: "\n").last else {
            let log = try String(contentsOf: errors, encoding: .utf8)
            throw Failure(description: "Python ended with \(process.terminationStatus): \(log.suffix(4000))")
        }
        return try JSONDecoder().decode(type, from: Data(line.utf8))
    }
}
