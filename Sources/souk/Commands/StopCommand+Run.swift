import Foundation
import System

extension StopCommand {
    /// How long a process may take to go: its own limit for the drain, what comes before it, and a little more.
    private static let patience = RunningPipeline.clusterDrainTimeout + .seconds(15)

    func run(_ context: CommandContext) throws {
        let registry = try ProcessRegistry(environment: context.environment)
        let chosen = try chosen(among: registry.entries().filter(\.isRunning))
        guard !chosen.isEmpty else {
            context.console.say("nothing runs in the background\(options == .all || options == .only ? "" : " there")")
            return
        }
        for entry in chosen { try entry.process.askToStop() }
        var failures: [String] = []
        for entry in chosen {
            if let failure = try wait(for: entry, registry, context) { failures.append(failure) }
        }
        guard failures.isEmpty else {
            throw CommandError(
                failures.joined(separator: "\n"),
                hints: ["what was not committed is read again by the next start"], exitCode: .drainIncomplete)
        }
    }

    private func chosen(among running: [ProcessEntry]) throws -> [ProcessEntry] {
        switch options {
        case .all: return running
        case .lake(let lake):
            let address = BackgroundWorkPlan.address(of: lake, in: FileManager.default.currentDirectoryPath)
            return running.filter { $0.work.lake == address }
        case .named(let name):
            let named = running.filter { $0.name == name.text }
            guard named.isEmpty else { return named }
            throw CommandError(
                "no background process is called \(name.text)", hints: [Self.list(running)], exitCode: .failure)
        case .only:
            guard running.count > 1 else { return running }
            throw CommandError.usage(
                "\(running.count) processes run in the background", hints: [Self.list(running), "or say --all"])
        }
    }

    private static func list(_ running: [ProcessEntry]) -> String {
        running.isEmpty ? "none runs" : "name one of: \(running.map(\.name).joined(separator: ", "))"
    }

    /// Waits until a process has gone.
    ///
    /// - Returns: what went wrong; nil if it committed everything.
    private func wait(
        for entry: ProcessEntry, _ registry: ProcessRegistry, _ context: CommandContext
    ) throws -> String? {
        let who = "\(entry.name) (process \(entry.processIdentifier))"
        let start = ContinuousClock.now
        let hasGone = WorkProgress.show("stopping \(entry.name)", unit: "messages", total: nil, on: context.console) {
            progress in
            while entry.isRunning, ContinuousClock.now - start < Self.patience {
                if let read = ProcessStatus(entry).pipeline?.read { progress.update(completed: read) }
                SystemClock.sleep(.milliseconds(100))
            }
            return !entry.isRunning
        }
        guard hasGone else {
            return "\(who) is still there after \(Words.duration(Self.patience)); its words are in \(entry.outputFile)"
        }
        let last = try registry.entry(named: entry.name)
        try registry.remove(entry.name)
        switch last?.exitCode {
        case 0:
            context.console.say("\(who) has stopped, with everything committed")
            return nil
        case let code?: return "\(who) has stopped with exit code \(code); its words are in \(entry.outputFile)"
        case nil: return "\(who) has stopped without its last commit; its words are in \(entry.outputFile)"
        }
    }
}
