import Foundation

/// A child process whose input comes from a file and whose output goes to files, so that no pipe can fill up.
final class RunningProcess {
    private let process = Process()
    private let output: URL
    private let errors: URL

    /// Starts a program.
    ///
    /// - Parameter input: the file that it reads as its standard input; nothing if nil.
    init(
        _ executable: String, _ arguments: [String], environment: [String: String] = [:], directory: URL? = nil,
        input: URL? = nil
    ) throws {
        let stem = FileManager.default.temporaryDirectory.appendingPathComponent("souk-test-\(UUID().uuidString)")
        output = stem.appendingPathExtension("out")
        errors = stem.appendingPathExtension("err")
        for file in [output, errors] { try Data().write(to: file) }
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let directory { process.currentDirectoryURL = directory }
        process.standardInput = try input.map { try FileHandle(forReadingFrom: $0) } ?? FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
    }

    deinit {
        send(SIGKILL)
        try? FileManager.default.removeItem(at: output)
        try? FileManager.default.removeItem(at: errors)
    }

    /// Whether it has not ended.
    var isRunning: Bool { process.isRunning }

    /// The number of the process.
    var identifier: Int32 { process.processIdentifier }

    /// What has been written to standard error so far.
    var errorText: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

    /// What has been written to standard output so far.
    var outputText: String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }

    /// Waits for the end.
    func waitForEnd() -> Souk.Outcome {
        process.waitUntilExit()
        let isSignal = process.terminationReason == .uncaughtSignal
        return Souk.Outcome(
            exitCode: isSignal ? 128 + process.terminationStatus : process.terminationStatus, output: outputText,
            errors: errorText)
    }

    /// Sends a signal, if the process is still there to take it.
    func send(_ signal: Int32) {
        guard process.isRunning else { return }
        kill(process.processIdentifier, signal)
    }

    /// Waits until a condition holds, at most for `seconds`, or until the process ends.
    func wait(seconds: Double, until isMet: (RunningProcess) -> Bool) -> Bool {
        let deadline = Date(timeIntervalSinceNow: seconds)
        while Date() < deadline, process.isRunning {
            if isMet(self) { return true }
            Thread.sleep(forTimeInterval: 0.02)
        }
        return isMet(self)
    }
}
