import Foundation

/// Independent readers of the lake: Python scripts under `Oracles`, run in the tests' virtual environment.
struct Oracle {
    static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static let python = repository.appendingPathComponent(".deps/venv/bin/python").path

    /// Whether the virtual environment is there; `make test` makes it.
    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: python) }

    /// The folder of real servers and jars beside the project; nil if it is not there.
    static var cluster: URL? {
        let environment = ProcessInfo.processInfo.environment["SOUK_CLUSTER"].map { URL(fileURLWithPath: $0) }
        let folder = environment ?? repository.appendingPathComponent("../shared/cluster").standardized
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }

    /// Runs a script and gives back what it printed.
    static func run(
        _ script: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws -> Souk.Outcome {
        try start(script, arguments, environment: environment).waitForEnd()
    }

    /// Starts a script that a test talks to while it runs.
    static func start(
        _ script: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws -> RunningProcess {
        let path = repository.appendingPathComponent("Tests/Integration/Oracles/\(script)").path
        return try RunningProcess(
            python, [path] + arguments, environment: environment.merging(["PYTHONDONTWRITEBYTECODE": "1"]) { $1 })
    }
}
