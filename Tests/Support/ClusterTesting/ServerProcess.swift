public import Foundation
import Synchronization

/// A server on this machine: started, stopped, killed, paused and started again with its data.
public final class ServerProcess: Sendable {
    /// What it is called in messages and in the names of its files.
    public let name: String

    /// Where its output goes.
    public let log: URL

    private let executable: String
    private let arguments: [String]
    private let ports: [Int]
    private let pidFile: URL
    private let process = Mutex<Process?>(nil)

    /// A server that is not started yet.
    ///
    /// - Parameter ports: those on which it listens once it is ready.
    init(_ name: String, of cluster: Cluster, _ executable: String, _ arguments: [String], ports: [Int]) {
        self.name = name
        self.executable = executable
        self.arguments = arguments
        self.ports = ports
        let stem = "\(name)-\(ports.first ?? 0)"
        log = cluster.home.appending(path: "\(stem).log")
        pidFile = cluster.home.appending(path: "\(stem).pid")
    }

    /// A server on the Java virtual machine, with little compiling, so that it starts fast and leaves the tests some cores.
    convenience init(
        _ name: String, of cluster: Cluster, classPath: String, _ arguments: [String], ports: [Int],
        megabytes: Int = 384
    ) {
        self.init(
            name, of: cluster, "java", Self.virtualMachine(cluster, classPath, megabytes: megabytes) + arguments,
            ports: ports)
    }

    /// The arguments of `java` up to the class.
    static func virtualMachine(_ cluster: Cluster, _ classPath: String, megabytes: Int = 256) -> [String] {
        [
            "-Xmx\(megabytes)m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.net.preferIPv4Stack=true",
            "-Dlog4j2.configurationFile=\(cluster.home.path)/log4j2.properties",
            "-Dlog4j.configuration=file:\(cluster.home.path)/log4j.properties", "-cp", classPath,
        ]
    }

    /// Whether there is a process, paused or not.
    public var isRunning: Bool { process.withLock { $0?.isRunning ?? false } }

    /// Starts it and waits until it listens. Does nothing if it runs.
    public func start() throws {
        try launch()
        try waitUntilReady()
    }

    /// Starts it without waiting.
    public func launch() throws {
        try process.withLock { process in
            if process?.isRunning == true { return }
            if !FileManager.default.fileExists(atPath: log.path) { try Data().write(to: log) }
            let output = try FileHandle(forWritingTo: log)
            try output.seekToEnd()
            let next = Process()
            next.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            next.arguments = [executable] + arguments
            next.standardInput = FileHandle.nullDevice
            next.standardOutput = output
            next.standardError = output
            try next.run()
            try "\(next.processIdentifier)".write(to: pidFile, atomically: true, encoding: .utf8)
            process = next
        }
    }

    /// Waits until it listens on all of its ports.
    public func waitUntilReady(seconds: Double = 90) throws {
        let deadline = Date(timeIntervalSinceNow: seconds)
        for port in ports {
            while !Loopback.isListening(port) {
                guard isRunning else { throw ClusterError("\(name) ended at its start: \(lastWords)") }
                guard Date() < deadline else {
                    throw ClusterError("\(name) does not listen on \(port) after \(seconds) s: \(lastWords)")
                }
                Thread.sleep(forTimeInterval: 0.05)
            }
        }
    }

    /// Asks it to end, waits, and kills it if it does not.
    public func stop(seconds: Double = 15) {
        send(SIGCONT)
        send(SIGTERM)
        waitForEnd(seconds: seconds)
        kill()
    }

    /// Ends it at once, as a failing machine would.
    public func kill() {
        send(SIGKILL)
        waitForEnd(seconds: 10)
        try? FileManager.default.removeItem(at: pidFile)
    }

    /// Makes it stand still with its connections open.
    public func pause() { send(SIGSTOP) }

    /// Lets it go on.
    public func resume() { send(SIGCONT) }

    /// The end of its log, for messages.
    public var lastWords: String { String(((try? String(contentsOf: log, encoding: .utf8)) ?? "").suffix(2_000)) }

    private func send(_ signal: Int32) {
        process.withLock { process in
            guard let process, process.isRunning else { return }
            Foundation.kill(process.processIdentifier, signal)
        }
    }

    private func waitForEnd(seconds: Double) {
        let deadline = Date(timeIntervalSinceNow: seconds)
        while isRunning, Date() < deadline { Thread.sleep(forTimeInterval: 0.02) }
    }
}
