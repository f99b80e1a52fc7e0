import Foundation

/// A child process whose output goes to files, so that no pipe can fill up.
final class RunningProcess {
    let process = Process()
    private let output: URL
    private let errors: URL

    init(_ executable: String, _ arguments: [String], environment: [String: String], directory: URL?) throws {
        let stem = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        output = stem.appendingPathExtension("out")
        errors = stem.appendingPathExtension("err")
        for file in [output, errors] { try Data().write(to: file) }
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let directory { process.currentDirectoryURL = directory }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
    }

    /// What has been written to standard error so far.
    var errorText: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

    /// What has been written to standard output so far.
    var outputText: String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }

    /// Waits for the end.
    func waitForEnd() -> Souk.Outcome {
        process.waitUntilExit()
        defer {
            try? FileManager.default.removeItem(at: output)
            try? FileManager.default.removeItem(at: errors)
        }
        return Souk.Outcome(exitCode: process.terminationStatus, output: outputText, errors: errorText)
    }

    /// Sends a signal.
    func send(_ signal: Int32) {
        kill(process.processIdentifier, signal)
    }

    /// Waits until standard error or standard output contains a text, at most for `seconds`.
    func waitForText(_ text: String, seconds: Double) -> Bool {
        let deadline = Date(timeIntervalSinceNow: seconds)
        while Date() < deadline {
            if errorText.contains(text) || outputText.contains(text) { return true }
            if !process.isRunning { return errorText.contains(text) || outputText.contains(text) }
            Thread.sleep(forTimeInterval: 0.02)
        }
        return false
    }
}
