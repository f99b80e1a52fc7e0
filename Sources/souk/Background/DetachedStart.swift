import Analysis
import Foundation
import System

/// Starts a command again as a process of its own, and waits until that works or has failed.
///
/// A command that offers `--detach` calls this first; in the new process, which has no `--detach`, it calls
/// `BackgroundRegistration.begin` with its plan and `isReady` when it works.
struct DetachedStart {
    /// How long a process may take to get ready before it is left to itself.
    private static let patience = Duration.seconds(120)
    private static let pause = Duration.milliseconds(50)
    private static let lastLines = 15

    private let registry: ProcessRegistry
    private let context: CommandContext
    private let options: BackgroundOptions
    private let command: String

    /// - Parameter command: the command's name, from which a process without a name of its own gets one.
    init(_ command: String, _ options: BackgroundOptions, _ context: CommandContext) throws {
        registry = try ProcessRegistry(environment: context.environment)
        self.command = command
        self.options = options
        self.context = context
    }

    /// Starts the process.
    ///
    /// - Parameter printsJSON: whether what is said of it is for a program.
    /// - Throws: `CommandError` with the exit code of the process, if it fails.
    func run(printsJSON: Bool) throws {
        let (name, child) = try registry.withLock {
            let name = try chooseName()
            let child = try start(name)
            // Only its own file keeps the name; until it is there, the lock does.
            while try registry.entry(named: name)?.processIdentifier != child.identifier {
                if let status = try child.exitStatus() { throw failure(name, status) }
                SystemClock.sleep(Self.pause)
            }
            return (name, child)
        }
        let entry = try waitUntilReady(name, child)
        try print(entry, asJSON: printsJSON)
    }

    private func chooseName() throws -> String {
        let running = Set(try registry.entries().filter(\.isRunning).map(\.name))
        guard let wanted = options.name?.text else {
            let names = [command] + (2...max(2, running.count + 2)).map { "\(command)-\($0)" }
            guard let name = names.first(where: { !running.contains($0) }) else {
                preconditionFailure("there are more names than processes")
            }
            return name
        }
        guard !running.contains(wanted) else {
            throw CommandError(
                "a background process is called \(wanted) already",
                hints: ["give this one another --name; or stop that one: souk stop \(wanted)"], exitCode: .failure)
        }
        return wanted
    }

    private func start(_ name: String) throws -> ChildProcess {
        let output = registry.outputFile(of: name)
        if try Files.attributes(of: output) != nil { try Files.rename(output, to: "\(output).1") }
        try registry.remove(name)
        guard let program = Bundle.main.executablePath else {
            throw CommandError(
                "the path of this program is not known, so it can't be started again", exitCode: .failure)
        }
        return try ChildProcess(
            startingDetached: program, arguments: BackgroundOptions.removed(from: context.arguments),
            environment: context.environment.merging([BackgroundRegistration.variable: name]) { $1 }, output: output)
    }

    private func waitUntilReady(_ name: String, _ child: ChildProcess) throws -> ProcessEntry {
        try WorkProgress.show("starting \(name)", unit: "attempts", total: nil, on: context.console) { _ in
            let deadline = ContinuousClock.now + Self.patience
            var problem = "it has not opened its log and its lake yet"
            while ContinuousClock.now < deadline {
                if let status = try child.exitStatus() {
                    guard status == 0, let entry = try registry.entry(named: name) else { throw failure(name, status) }
                    return entry
                }
                if let entry = try registry.entry(named: name), entry.state == .running {
                    guard let found = Self.problem(of: entry) else { return entry }
                    problem = found
                }
                SystemClock.sleep(Self.pause)
            }
            throw CommandError(
                "\(name) (process \(child.identifier)) runs, but is not ready after \(Words.duration(Self.patience)): \(problem)",
                hints: [
                    "it goes on trying; its words are in \(registry.outputFile(of: name))",
                    "souk status shows it, souk stop \(name) ends it",
                ], exitCode: .failure)
        }
    }

    private static func problem(of entry: ProcessEntry) -> String? {
        guard let dashboard = entry.dashboard else { return nil }
        do {
            return try DashboardClient(dashboard, tokenFile: entry.work.tokenFile).problem()
        } catch {
            return "\(error)"
        }
    }

    /// The failure of the process in its own last words.
    private func failure(_ name: String, _ status: Int32) -> CommandError {
        let output = registry.outputFile(of: name)
        // Without its words, the exit code and the file's name still say where to look.
        let words = (try? Files.read(output)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let lines = words.split(separator: "\n").suffix(Self.lastLines).map(String.init)
        try? registry.remove(name)
        return CommandError(
            "\(name) has ended with exit code \(status) before it was ready; its last words, in \(output):",
            hints: lines, exitCode: ExitCode(rawValue: status) ?? .failure)
    }

    private func print(_ entry: ProcessEntry, asJSON: Bool) throws {
        if asJSON {
            try context.console.writeLine(ProcessStatus(entry, asks: false).json.indented)
            return
        }
        var table = TextTable([("", .left), ("", .left)])
        table.append(["name", entry.name])
        table.append(["process", "\(entry.processIdentifier)"])
        if let dashboard = entry.dashboard { table.append(["dashboard", dashboard]) }
        table.append(["words", entry.outputFile])
        for line in table.lines { try context.console.writeLine(line) }
        if entry.state == .ended { context.console.say("\(entry.endingWords)") }
    }
}
