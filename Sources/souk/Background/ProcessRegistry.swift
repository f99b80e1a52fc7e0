import Foundation
import System

/// The background processes of a user: a directory with a file for each, which it writes itself, and a file with its words.
struct ProcessRegistry: Sendable {
    /// How long to wait for another `souk` that is choosing a name.
    private static let patience = Duration.seconds(30)
    private static let suffix = ".json"

    /// The directory: `$XDG_STATE_HOME/souk`, by default `~/.local/state/souk`.
    let directory: String

    /// The registry of the user that the environment variables tell of.
    ///
    /// - Throws: `CommandError` with exit code 10 if they tell of no home.
    init(environment: [String: String]) throws(CommandError) {
        let state = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        guard let base = state ?? environment["HOME"].map({ "\($0)/.local/state" }) else {
            throw CommandError(
                "background processes can't be listed: neither XDG_STATE_HOME nor HOME is set",
                hints: ["set one of them to a directory that this user may write"], exitCode: .configuration)
        }
        directory = "\(base)/souk"
    }

    /// The file that tells of a process.
    func file(of name: String) -> String { "\(directory)/\(name)\(Self.suffix)" }

    /// The file that holds what a process says.
    func outputFile(of name: String) -> String { "\(directory)/\(name).log" }

    /// Makes the directory, for its owner alone.
    func create() throws {
        try Directories.create(directory, permissions: 0o700)
    }

    /// What the files tell, by name. A file that can't be understood is an error: a process may hide behind it.
    func entries() throws -> [ProcessEntry] {
        guard try Files.attributes(of: directory) != nil else { return [] }
        return try Directories.entries(of: directory).map(\.name).filter { $0.hasSuffix(Self.suffix) }
            .compactMap { try entry(named: String($0.dropLast(Self.suffix.count))) }
    }

    /// What the file of a process tells; nil if there is none.
    func entry(named name: String) throws -> ProcessEntry? {
        let path = file(of: name)
        guard try Files.attributes(of: path) != nil else { return nil }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        do {
            return try decoder.decode(ProcessEntry.self, from: Data(Files.read(path)))
        } catch let error as DecodingError {
            throw CommandError(
                "\(path) does not tell of a background process: \(error)",
                hints: ["if no souk runs in the background, remove the file"], exitCode: .failure)
        }
    }

    /// Writes the file of a process. Whoever reads it sees the old content or the new one.
    func write(_ entry: ProcessEntry) throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let path = file(of: entry.name)
        let hidden = "\(directory)/.\(entry.name).\(CurrentProcess.identifier)"
        let file = try FileDescriptor(opening: hidden, [.write, .create, .truncate], permissions: 0o600)
        try file.write(Array(encoder.encode(entry)) + [UInt8(ascii: "\n")])
        try file.close()
        try Files.rename(hidden, to: path)
    }

    /// Forgets a process. What it said stays until another one takes its name.
    func remove(_ name: String) throws {
        try Files.remove(file(of: name))
    }

    /// Forgets the processes that have ended.
    ///
    /// - Returns: what was known of them.
    func removeEnded() throws -> [ProcessEntry] {
        let ended = try entries().filter { !$0.isRunning }
        for entry in ended { try remove(entry.name) }
        return ended
    }

    /// Keeps others from choosing a name while `body` does.
    func withLock<Result>(_ body: () throws -> Result) throws -> Result {
        try create()
        let file = try FileDescriptor(opening: "\(directory)/.lock", [.write, .create], permissions: 0o600)
        let deadline = ContinuousClock.now + Self.patience
        while try !file.lockExclusively() {
            guard ContinuousClock.now < deadline else {
                throw CommandError(
                    "another souk has been starting a background process for \(Words.duration(Self.patience))",
                    hints: ["end it if it hangs: it has \(directory)/.lock open"], exitCode: .failure)
            }
            SystemClock.sleep(.milliseconds(50))
        }
        return try body()
    }
}
