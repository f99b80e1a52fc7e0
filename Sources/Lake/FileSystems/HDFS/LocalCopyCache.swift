internal import Synchronization
internal import System

/// Copies of remote files on the local disk, bounded in bytes; several processes may share the directory.
///
/// A copy's name tells what it is a copy of, so a copy that is there and has the right size is the right one. It is dated
/// anew each time it is used. The copies that were not used for the longest time are removed first, and none that was used
/// within the last hour, by whatever process: somebody may be about to open it.
final class LocalCopyCache: Sendable {
    private let directory: String
    private let bytesMax: Int64
    private let unique: String
    private let wallMicroseconds: @Sendable () -> Int64
    private let state = Mutex(State())

    private struct State {
        var isReady = false
        var nextNumber = 0
        var bytesSinceEviction = Int64.max
    }

    /// How long a copy stays after it was used.
    static let graceMicroseconds: Int64 = 3600 * 1_000_000

    /// - Parameters:
    ///   - directory: made if need be.
    ///   - bytesMax: how many bytes of copies are kept.
    ///   - unique: what no other process has.
    ///   - wallMicroseconds: the clock that files are dated with.
    init(
        directory: String, bytesMax: Int64, unique: String, wallMicroseconds: @escaping @Sendable () -> Int64
    ) {
        self.directory = directory
        self.bytesMax = bytesMax
        self.unique = unique
        self.wallMicroseconds = wallMicroseconds
    }

    /// The path of a copy, if there is one of the right size; it counts as used.
    func path(of name: String, size: Int64) throws -> String? {
        let path = "\(directory)/\(name)"
        guard let attributes = try Files.attributes(of: path), attributes.size == size else { return nil }
        do {
            try Files.setModified(path, to: wallMicroseconds())
        } catch {
            // Removed by another process this very moment.
            guard error.number == .notFound else { throw error }
            return nil
        }
        return path
    }

    /// Makes a copy.
    ///
    /// - Parameter fetch: writes the content.
    func store(_ name: String, size: Int64, _ fetch: (borrowing FileDescriptor) throws -> Void) throws -> String {
        let draft = try prepareDraft(name)
        do {
            let file = try FileDescriptor(opening: draft, [.write, .create, .truncate])
            try fetch(file)
            try file.close()
            try Files.setModified(draft, to: wallMicroseconds())
            let path = "\(directory)/\(name)"
            try Files.rename(draft, to: path)
            try evict(afterAdding: size)
            return path
        } catch {
            _ = try? Files.remove(draft)
            throw error
        }
    }

    private func prepareDraft(_ name: String) throws -> String {
        try state.withLock { state in
            if !state.isReady { try Directories.create(directory, permissions: 0o700) }
            state.isReady = true
            state.nextNumber += 1
            return "\(directory)/.\(name).\(unique)-\(state.nextNumber).tmp"
        }
    }

    /// Removes what is too much. Looking through the directory is worth it only now and then.
    private func evict(afterAdding size: Int64) throws {
        let isDue = state.withLock { state in
            let (sum, isOver) = state.bytesSinceEviction.addingReportingOverflow(size)
            state.bytesSinceEviction = isOver || sum > bytesMax / 20 ? 0 : sum
            return state.bytesSinceEviction == 0
        }
        guard isDue else { return }
        let entries = try Directories.entries(of: directory).filter { !$0.attributes.isDirectory }
        for name in Self.superfluous(entries, bytesMax: bytesMax, now: wallMicroseconds()) {
            try Files.remove("\(directory)/\(name)")
        }
    }

    /// Which files have to go.
    static func superfluous(_ entries: [DirectoryEntry], bytesMax: Int64, now: Int64) -> [String] {
        var excess = entries.reduce(0) { $0 + $1.attributes.size } - bytesMax
        var names: [String] = []
        for entry in entries.sorted(by: { $0.attributes.modified < $1.attributes.modified }) {
            guard now - entry.attributes.modified > graceMicroseconds else { break }
            // A hidden file that old was left by a process that ended while it fetched.
            guard excess > 0 || entry.name.hasPrefix(".") else { continue }
            names.append(entry.name)
            excess -= entry.attributes.size
        }
        return names
    }
}
