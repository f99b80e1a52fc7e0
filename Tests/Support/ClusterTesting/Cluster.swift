public import Foundation

/// The folder of real servers beside the project: `SOUK_CLUSTER`, or `../shared/cluster`.
///
/// Its servers run under a directory of this process, on ports that were free, and end when this process ends, however
/// that happens.
public struct Cluster: Sendable {
    /// Where the jars and programs are.
    public let folder: URL

    /// Where this process's servers keep data, settings and logs.
    public let home: URL

    /// The servers, if they can run here.
    public static let available: Result<Cluster, ClusterError> = Result { () throws(ClusterError) in try Cluster() }

    /// Why no server can run here, to be printed for a test that is skipped; nil if they can.
    public static var whyUnavailable: String? {
        guard case .failure(let error) = available else { return nil }
        return error.description
    }

    /// The project.
    public static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The Python of the tests' virtual environment.
    static let python = repository.appending(path: ".deps/venv/bin/python").path

    private init() throws(ClusterError) {
        let named = ProcessInfo.processInfo.environment["SOUK_CLUSTER"].map { URL(fileURLWithPath: $0) }
        folder = named ?? Self.repository.appending(path: "../shared/cluster").standardized
        guard FileManager.default.fileExists(atPath: folder.path) else {
            throw ClusterError(
                "the folder of real servers is not there: \(folder.path); set SOUK_CLUSTER to where it is")
        }
        guard let java = try? Command.run("java", ["-version"]), java.exitCode == 0,
            let version = java.errors.firstMatch(of: /version "([0-9]+)/).flatMap({ Int($0.1) }), version >= 17
        else { throw ClusterError("the real servers need Java 17 or newer on PATH: install openjdk-17-jre-headless") }
        home = FileManager.default.temporaryDirectory.appending(path: "souk-cluster-\(getpid())-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
            try Self.log4j2.write(to: home.appending(path: "log4j2.properties"), atomically: true, encoding: .utf8)
            try Self.log4j1.write(to: home.appending(path: "log4j.properties"), atomically: true, encoding: .utf8)
            try Self.watch(home)
        } catch {
            throw ClusterError("cannot prepare \(home.path): \(error)")
        }
    }

    /// An empty directory for a server.
    func directory(_ name: String) throws -> URL {
        let directory = home.appending(path: "\(name)-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        return directory
    }

    /// Ends the servers and removes their data after this process, which may have been killed, so it cannot do so itself.
    private static func watch(_ home: URL) throws {
        let script = """
            while kill -0 "$1" 2>/dev/null; do sleep 0.5; done
            for file in "$2"/*.pid; do [ -s "$file" ] && kill -KILL "$(cat "$file")"; done
            sleep 0.2
            rm -rf "$2"
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        // Without --wait, setsid ends at once, nobody reaps it, and swift-testing waits for it instead of its own children.
        process.arguments = ["setsid", "--wait", "/bin/bash", "-c", script, "souk-cluster", "\(getpid())", home.path]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    private static let log4j2 = """
        rootLogger.level = warn
        rootLogger.appenderRefs = out
        rootLogger.appenderRef.out.ref = out
        appender.out.type = Console
        appender.out.name = out
        appender.out.layout.type = PatternLayout
        appender.out.layout.pattern = %d %p %c{1} %m%n

        """

    private static let log4j1 = """
        log4j.rootLogger=WARN, out
        log4j.appender.out=org.apache.log4j.ConsoleAppender
        log4j.appender.out.layout=org.apache.log4j.PatternLayout
        log4j.appender.out.layout.ConversionPattern=%d %p %c{1} %m%n

        """
}
