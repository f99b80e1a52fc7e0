internal import Synchronization

/// The exclusive right to write a lake on HDFS, kept up by dating its file anew every few seconds.
///
/// It keeps two pipelines from taking turns at the same lake. That a commit is made once, and whole, does not depend on it:
/// a process that was stopped for a while may lose its lease without noticing before its next commit, which is when
/// `confirm` asks.
final class HDFSLease: FileLock {
    /// How a lease stands.
    private enum State: Sendable, Hashable {
        case held(confirmed: Duration, modified: Int64)
        case lost
        case given
    }

    /// The lease's number.
    let number: Int
    private let client: HDFSClient
    private let directory: String
    private let name: String
    private let state: Mutex<State>

    /// Takes over a lease whose file was just made.
    init(_ client: HDFSClient, directory: String, name: String, number: Int, modified: Int64) {
        self.client = client
        self.directory = directory
        self.name = name
        self.number = number
        state = Mutex(.held(confirmed: client.environment.now(), modified: modified))
    }

    deinit {
        unlock()
    }

    /// How often the file is dated anew.
    static func interval(_ settings: HDFSSettings) -> Duration { settings.leaseTime / 4 }

    /// Keeps the lease up until it is given back, lost, or gone.
    func keepUp() {
        client.environment.repeatedly(every: Self.interval(client.settings)) { [weak self] in
            self?.renew() ?? false
        }
    }

    /// Whether the lease is ours, as far as we know.
    var isHeld: Bool { state.withLock { if case .held = $0 { true } else { false } } }

    /// Makes sure that the lease is still ours, asking the NameNode if it was not asked a moment ago.
    ///
    /// - Throws: `FileSystemError` with code `.locked` if it was lost; `HDFSFailure` if that can't be found out.
    func confirm() throws {
        switch state.withLock({ $0 }) {
        case .given: return
        case .held(let confirmed, _):
            guard client.environment.now() - confirmed > Self.interval(client.settings) * 2 else { return }
            try client.persist { () throws(HDFSFailure) in try renewOnce() }
            guard state.withLock({ $0 == .lost }) else { return }
        case .lost: break
        }
        throw FileSystemError(
            .locked,
            """
            the right to write \(client.settings.location) went to another process while this one could not reach the \
            NameNode, or was stopped. Nothing was committed since. Start it again when the other one has ended.
            """)
    }

    /// Dates the file anew.
    ///
    /// - Returns: false when there is nothing to keep up any more.
    private func renew() -> Bool {
        // What fails now is tried again in a few seconds; nobody loses the lease by that alone.
        try? renewOnce()
        return isHeld
    }

    private func renewOnce() throws(HDFSFailure) {
        guard case .held(_, let modified) = state.withLock({ $0 }) else { return }
        let began = client.environment.now()
        let time = max(modified + 1, client.environment.wallMicroseconds() / 1000)
        do throws(HDFSFailure) {
            let entries = try HDFSFileStatus.many(in: try client.attempt(.list, directory)).map(\.pathSuffix)
            let generations = LeaseGenerations(name: name, entries: entries)
            guard generations.newest == number else { return lose() }
            _ = try client.attempt(.setModified(time), "\(directory)/\(generations.file(number))")
        } catch {
            guard error.kind == .notFound else { throw error }
            return lose()
        }
        state.withLock { if case .held = $0 { $0 = .held(confirmed: began, modified: time) } }
    }

    private func lose() {
        state.withLock { if case .held = $0 { $0 = .lost } }
    }

    /// Gives the right back. If the NameNode can't be told, the lease ends by itself.
    func unlock() {
        let wasHeld = state.withLock { state in
            defer { state = .given }
            if case .held = state { return true } else { return false }
        }
        guard wasHeld else { return }
        let names = LeaseGenerations(name: name, entries: [])
        client.attemptIfReachable(
            .rename(to: "\(directory)/\(names.releasedFile(number))", overwriting: true),
            "\(directory)/\(names.file(number))")
    }
}
