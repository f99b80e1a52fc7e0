import ClusterTesting
import Foundation
import Testing

/// A lake that Souk's own engine made on this machine's disk, and a Spark server that reads it there.
struct AnalysedLake {
    /// Messages, of which one in a hundred is broken.
    static let count = 6_000

    /// The lake that all tests read. Whoever changes it takes a copy.
    static let shared: Result<AnalysedLake, any Error> = Result {
        let directory = try Cluster.available.get().home.appending(path: "analysed")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try Souk.produce(count, into: directory, ["--broken", "0.01"])
        let lake = try AnalysedLake(directory)
        let account = try lake.feed()
        try #require(account["windows_closed"] as? Int ?? 0 > 20 && account["rejected"] as? Int ?? 0 > 50, "\(account)")
        return lake
    }

    /// Windows so hasty that late transactions come when theirs have been forgotten.
    static let environment = ["SOUK_WINDOWS_DELAY": "1s", "SOUK_WINDOWS_LATENESS": "0s"]

    /// The directory with `log` and `lake`.
    let directory: URL
    let server: SparkServer

    init(_ directory: URL) throws {
        self.directory = directory
        server = try Cluster.spark.get()
    }

    /// The lake's path, which Spark must be told in full.
    var path: String { directory.appending(path: "lake").path }

    /// Works off the log with Souk's own engine, in many commits.
    @discardableResult
    func feed() throws -> [String: Any] {
        try Souk.succeed(
            ["run", "--from", "log:log", "--lake", "lake", "--until-end", "--json", "--commit-rows", "1000"],
            environment: Self.environment, directory: directory
        ).json()
    }

    /// Runs a command on the lake.
    ///
    /// - Parameter engine: the address of a Spark server; nil for Souk's own engine.
    func run(_ arguments: [String], engine: String?) throws -> Souk.Outcome {
        try Souk.run(arguments + options(engine), directory: directory)
    }

    /// What a command prints that must succeed.
    func output(
        _ arguments: [String], onSpark: Bool, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> String {
        try Souk.succeed(
            arguments + options(onSpark ? server.address : nil), directory: directory, sourceLocation: sourceLocation
        ).output
    }

    /// The lake's files with their sizes.
    func files() throws -> [String: Int] {
        let root = URL(fileURLWithPath: path)
        let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        return try names.reduce(into: [:]) { sizes, name in
            sizes[name] = try root.appending(path: name).resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
        }
    }

    private func options(_ engine: String?) -> [String] { ["--lake", path] + (engine.map { ["--engine", $0] } ?? []) }
}
