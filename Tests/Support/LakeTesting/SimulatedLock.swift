internal import Lake
internal import Synchronization

/// A lock of a simulated disk; it goes with its session.
final class SimulatedLock: FileLock {
    private let session: SimulatedSession
    private let path: String

    init(session: SimulatedSession, path: String) {
        self.session = session
        self.path = path
    }

    deinit {
        unlock()
    }

    func unlock() {
        session.disk.state.withLock { state in
            guard state.epoch == session.epoch else { return }
            state.locks.remove(path)
        }
    }
}
