internal import Commerce
public import Lake
internal import Synchronization
internal import System

/// A program's view of a simulated disk, from its start to the power failure or the kill that ends it.
public struct SimulatedSession: Disk {
    let disk: SimulatedDisk
    let epoch: Int

    /// What an operation is, as far as faults care.
    enum Operation {
        case looking
        case changing
        case needingSpace
    }

    /// Whether there is a directory of that path.
    public func isDirectory(_ path: String) throws -> Bool {
        try operate(.looking, "inspecting", path) { state in state.disk.entries[Self.plain(path)] == .directory }
    }

    /// Makes a directory whose parent exists.
    public func makeDirectory(_ path: String) throws {
        try operate(.needingSpace, "creating the directory", path) { state in
            try checkParent(of: path, state, "creating the directory")
            switch state.disk.entries[path] {
            case nil: state.disk.apply(.set(path, .directory))
            case .directory: break
            case .file: throw SystemError(.notADirectory, "creating the directory", path)
            }
        }
    }

    /// Makes a new file, or answers nil if the name is taken.
    public func create(_ path: String) throws -> (any DiskFile)? {
        try operate(.needingSpace, "creating", path) { state in
            try checkParent(of: path, state, "creating")
            guard state.disk.entries[path] == nil else { return nil }
            let node = state.disk.makeNode(modified: state.now)
            state.disk.apply(.set(path, .file(node)))
            return SimulatedFile(session: self, path: path, node: node)
        }
    }

    /// Gives a file another name at once.
    public func rename(_ from: String, to path: String) throws {
        try operate(.changing, "renaming", path) { state in
            let entry = try file(from, state, "renaming")
            try checkParent(of: path, state, "renaming")
            state.disk.apply(.rename(from, to: path, .file(entry)))
        }
    }

    /// Gives a file a second name, or answers false if it is taken.
    public func link(_ from: String, to path: String) throws -> Bool {
        try operate(.needingSpace, "linking", path) { state in
            let entry = try file(from, state, "linking")
            try checkParent(of: path, state, "linking")
            guard state.disk.entries[path] == nil else { return false }
            state.disk.apply(.set(path, .file(entry)))
            return true
        }
    }

    /// Removes a name.
    public func remove(_ path: String) throws {
        try operate(.changing, "removing", path) { state in
            guard state.disk.entries[path] != nil else { return }
            _ = try file(path, state, "removing")
            state.disk.apply(.remove(path))
        }
    }

    /// Makes durable which names a directory has.
    public func synchronizeDirectory(_ path: String) throws {
        try operate(.changing, "synchronizing", path) { state in
            let directory = Self.plain(path)
            guard state.disk.entries[directory] == .directory else {
                throw SystemError(.notFound, "synchronizing", path)
            }
            state.disk.synchronizeDirectory(directory)
        }
    }

    /// The whole content of a file.
    public func read(_ path: String) throws -> [UInt8] {
        try operate(.looking, "opening", path) { state in
            let node = try file(path, state, "opening")
            return state.disk.nodes[node]?.content ?? []
        }
    }

    /// The entries of a directory; nil if there is none of that path.
    public func list(_ path: String) throws -> [FileStatus]? {
        try operate(.looking, "listing", path) { state in
            switch state.disk.entries[path] {
            case nil: return nil
            case .file: throw SystemError(.notADirectory, "listing", path)
            case .directory: break
            }
            let children = state.disk.entries.filter { !$0.key.isEmpty && DiskState.parent(of: $0.key) == path }
            return children.sorted { $0.key < $1.key }.map { key, entry in
                let name = path.isEmpty ? key : String(key.dropFirst(path.count + 1))
                guard case .file(let number) = entry, let node = state.disk.nodes[number] else {
                    return FileStatus(name: name, size: 0, modified: 0, isDirectory: true)
                }
                return FileStatus(
                    name: name, size: Int64(node.content.count), modified: node.modified, isDirectory: false)
            }
        }
    }

    /// Takes the exclusive lock of a file, or answers nil if somebody else holds it.
    public func lock(_ path: String, note: String) throws -> (any FileLock)? {
        try operate(.needingSpace, "locking", path) { state in
            try checkParent(of: path, state, "locking")
            guard state.locks.insert(path).inserted else { return nil }
            let node: Int
            if case .file(let known) = state.disk.entries[path] {
                node = known
            } else {
                node = state.disk.makeNode(modified: state.now)
                state.disk.apply(.set(path, .file(node)))
            }
            state.disk.nodes[node]?.content = Array(note.utf8)
            return SimulatedLock(session: self, path: path)
        }
    }

    /// A copy of the file on the real disk.
    public func localPath(of path: String) throws -> String {
        let content = try read(path)
        let directory = try disk.state.withLock { state in
            let directory = try state.copies ?? Directories.createTemporary(prefix: "souk-simulated-")
            state.copies = directory
            return directory
        }
        let copy = "\(directory)/\(path.split(separator: "/").joined(separator: "+"))"
        let file = try FileDescriptor(opening: copy, [.write, .create, .truncate])
        try file.write(content.rawSpan)
        return copy
    }

    /// Counts an operation, and makes it or lets it fail.
    func operate<Result>(
        _ operation: Operation, _ activity: String, _ path: String,
        partly: ((inout SimulatedDisk.State) -> Void)? = nil, _ body: (inout SimulatedDisk.State) throws -> Result
    ) throws -> Result {
        // What a crashed operation had made is let go when the lock is free: a lock file's end takes it, too.
        let (result, hasCrashed) = try disk.state.withLock { state -> (Result?, Bool) in
            guard !state.isOff, state.epoch == epoch else { throw PowerFailure() }
            let count = state.operationCount
            state.operationCount += 1
            state.now += 1
            guard let index = state.faults.firstIndex(where: { $0.applies(to: operation, count) }) else {
                return (try body(&state), false)
            }
            let fault = state.faults[index]
            state.faultCount += 1
            if !fault.isLasting { state.faults.remove(at: index) }
            switch fault.kind {
            case .crash:
                let result = try? body(&state)
                state.isOff = true
                return (result, true)
            case .inputOutput: throw SystemError(.inputOutput, activity, path)
            case .noSpace:
                partly?(&state)
                throw SystemError(.noSpace, activity, path)
            }
        }
        guard !hasCrashed, let result else { throw PowerFailure() }
        return result
    }

    /// A path as the disk knows it; a dot is the directory that everything lies in.
    private static func plain(_ path: String) -> String { path == "." ? "" : path }

    private func checkParent(of path: String, _ state: SimulatedDisk.State, _ activity: String) throws {
        switch state.disk.entries[DiskState.parent(of: path)] {
        case .directory: return
        case .file: throw SystemError(.notADirectory, activity, path)
        case nil: throw SystemError(.notFound, activity, path)
        }
    }

    private func file(_ path: String, _ state: SimulatedDisk.State, _ activity: String) throws -> Int {
        switch state.disk.entries[path] {
        case .file(let node): return node
        case .directory: throw SystemError(.isADirectory, activity, path)
        case nil: throw SystemError(.notFound, activity, path)
        }
    }
}

extension DiskFault {
    fileprivate func applies(to operation: SimulatedSession.Operation, _ count: Int) -> Bool {
        guard count >= self.operation else { return false }
        switch (kind, operation) {
        case (.noSpace, .looking), (.noSpace, .changing): return false
        default: return true
        }
    }
}
