/// Takes leases, and judges whether those of others have ended.
///
/// A lease's file is `lock.N`. Whoever makes `lock.N+1`, which only one process achieves, has the right from then on. That
/// may be done when `lock.N` was given back, when its holder was a process of this machine that has ended, or when nobody
/// dated it anew for `leaseTime` while it was watched; clocks of different machines are never compared.
struct HDFSLeaseTaker {
    let client: HDFSClient
    let publisher: HDFSPublisher
    let directory: String
    let name: String
    /// What tells this lake's leases from those of all others; it holds none now.
    let identity: String
    /// Makes a hidden path that no other file has.
    let makeHiddenPath: () -> String

    private static let racesMax = 20

    /// Takes the lease.
    ///
    /// - Throws: `FileSystemError` with code `.locked` if another process has it; `HDFSFailure`.
    func take() throws -> HDFSLease {
        for _ in 0..<Self.racesMax {
            let generations = LeaseGenerations(name: name, entries: try entries())
            if let newest = generations.newest, generations.isHeld {
                guard try hasEnded("\(directory)/\(generations.file(newest))") else { continue }
            }
            guard let modified = try make(generations.file(generations.next)) else { continue }
            for file in generations.files { publisher.discard("\(directory)/\(file)") }
            return HDFSLease(
                client, directory: directory, name: name, number: generations.next, modified: modified)
        }
        throw FileSystemError(
            .locked,
            "locking \(directory)/\(name): other processes take and give the right to write this lake all the time.")
    }

    private func entries() throws(HDFSFailure) -> [String] {
        try client.entries(of: directory).map(\.pathSuffix)
    }

    /// Makes a lease's file.
    ///
    /// - Returns: when it was modified; nil if another process was faster.
    private func make(_ file: String) throws -> Int64? {
        let record = LeaseRecord(
            holder: client.environment.currentProcess(), run: identity)
        let content = try JSON.encode(record)
        return try client.persist { () throws(HDFSFailure) in
            let hidden = makeHiddenPath()
            try client.write(content, to: hidden)
            guard let status = try client.status(hidden) else {
                throw HDFSFailure(.unavailable, "a file that was just written is gone")
            }
            let isOurs = try publisher.rename(
                hidden, fileId: status.fileId, to: "\(directory)/\(file)", overwriting: false)
            if !isOurs { publisher.discard(hidden) }
            return isOurs ? status.modificationTime : nil
        }
    }

    /// Whether the holder of a lease has lost its right.
    ///
    /// - Returns: false if the lease is gone.
    /// - Throws: `FileSystemError` with code `.locked` if it holds.
    private func hasEnded(_ path: String) throws -> Bool {
        guard let first = try client.status(path) else { return false }
        guard let record = try read(path) else { return false }
        // Given back, or lost, while the NameNode could not be told.
        if record.run == identity { return true }
        switch client.environment.isRunning(record.holder) {
        case true: throw Self.held(by: record.holder, client.settings.location)
        case false: return true
        case nil: break
        }
        let environment = client.environment
        let end = environment.now() + client.settings.leaseTime
        while environment.now() < end {
            environment.pause(for: .seconds(1))
            guard let status = try client.status(path) else { return false }
            guard status.modificationTime == first.modificationTime else {
                throw Self.held(by: record.holder, client.settings.location)
            }
        }
        return true
    }

    /// What a lease's file says; nil if it is gone.
    private func read(_ path: String) throws(HDFSFailure) -> LeaseRecord? {
        let content: [UInt8]
        do throws(HDFSFailure) {
            content = try client.content(of: path)
        } catch {
            guard error.kind == .notFound else { throw error }
            return nil
        }
        // Whoever wrote something else is judged by what it does.
        let unknown = ProcessIdentity(host: "another host", machine: "", process: 0, started: "")
        return (try? JSON.decode(from: content)) ?? LeaseRecord(holder: unknown, run: "")
    }

    /// The error that names the holder of a lease.
    static func held(by holder: ProcessIdentity, _ location: String) -> FileSystemError {
        FileSystemError(
            .locked, "locking \(location): \(holder) writes this lake. Stop it first, or use another lake.")
    }
}
