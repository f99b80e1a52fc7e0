import Foundation
import Synchronization
import System

/// A background process's own part in the registry: it tells what it does, when it works, and how it ends.
///
/// A process that runs in the foreground has none.
final class BackgroundRegistration: Sendable {
    /// The environment variable by which `--detach` tells a process its name.
    static let variable = "SOUK_DETACHED"

    private let registry: ProcessRegistry
    private let name: String
    private let arguments: [String]
    private let entry = Mutex<ProcessEntry?>(nil)

    /// The registration of this process; nil if nobody has detached it.
    init?(environment: [String: String], arguments: [String]) {
        guard let name = environment[Self.variable], (try? ProcessName(argument: name)) != nil,
            let registry = try? ProcessRegistry(environment: environment)
        else { return nil }
        self.registry = registry
        self.name = name
        self.arguments = arguments
    }

    /// Tells what this process is about to do.
    func begin(_ plan: BackgroundWorkPlan) throws {
        let process = try ProcessIdentity.current()
        try update(
            ProcessEntry(
                name: name, processIdentifier: process.identifier, processStart: process.start, startedAt: Date(),
                command: CommandLine.arguments.prefix(1) + arguments,
                directory: FileManager.default.currentDirectoryPath, work: plan, dashboard: nil,
                outputFile: registry.outputFile(of: name), state: .starting))
    }

    /// Tells that the lake is this process's, and where its dashboard is.
    func isReady(dashboard: String?) throws {
        guard var entry = entry.withLock({ $0 }) else { return }
        entry.state = .running
        entry.dashboard = dashboard
        try update(entry)
    }

    /// Leaves the exit code behind.
    func end(_ code: ExitCode) throws {
        guard var entry = entry.withLock({ $0 }) else { return }
        entry.state = .ended
        entry.exitCode = code.rawValue
        try update(entry)
    }

    private func update(_ new: ProcessEntry) throws {
        try registry.write(new)
        entry.withLock { $0 = new }
    }
}
