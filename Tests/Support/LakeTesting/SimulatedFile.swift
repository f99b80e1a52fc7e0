internal import Lake
internal import Synchronization
internal import System

/// A file of a simulated disk while it is written.
final class SimulatedFile: DiskFile {
    private let session: SimulatedSession
    private let path: String
    private let node: Int

    init(session: SimulatedSession, path: String, node: Int) {
        self.session = session
        self.path = path
        self.node = node
    }

    func write(_ bytes: RawSpan) throws {
        // Copied out of memory that is only lent; nothing keeps the pointer.
        let copy = unsafe bytes.withUnsafeBytes { unsafe Array($0) }
        let half = copy.prefix(copy.count / 2)
        try session.operate(.needingSpace, "writing", path) { [node] state in
            state.disk.nodes[node]?.content += half
        } _: { [node] state in
            state.disk.nodes[node]?.content += copy
            state.disk.nodes[node]?.modified = state.now
        }
    }

    func synchronize() throws {
        do {
            try session.operate(.needingSpace, "synchronizing", path) { [node] state in state.disk.synchronize(node) }
        } catch let error as SystemError {
            session.disk.state.withLock { $0.disk.nodes[node]?.hasLostWrites = true }
            throw error
        }
    }

    func close() throws {}
}
