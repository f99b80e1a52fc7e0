internal import Synchronization
internal import System

/// A disk in memory that, from a seed, loses what was not made durable and fails where it is told to.
///
/// A program uses it through a `session`. `crash` faults end the session; `reboot` leaves what a real disk might hold then
/// and the next session sees that. Everything that happens is a function of the seed and of the calls.
public final class SimulatedDisk: Sendable {
    /// What the lock below protects.
    struct State {
        var disk = DiskState()
        var generator: SeededGenerator
        var operationCount = 0
        var faults: [DiskFault] = []
        var faultCount = 0
        var isOff = false
        var epoch = 0
        var locks: Set<String> = []
        var now: Int64 = 1_767_225_600_000_000
        var copies: String?
    }

    let state: Mutex<State>

    /// An empty disk.
    public init(seed: UInt64) {
        state = Mutex(State(generator: SeededGenerator(seed: seed)))
    }

    deinit {
        guard let copies = state.withLock({ $0.copies }) else { return }
        // Left-overs under the directory for temporary files do no harm.
        try? Directories.removeAll(copies)
    }

    /// What a program does its work with until the power fails or the program is killed.
    public func session() -> SimulatedSession {
        SimulatedSession(disk: self, epoch: state.withLock { $0.epoch })
    }

    /// How many operations were made or attempted until now.
    public var operationCount: Int { state.withLock { $0.operationCount } }

    /// How many operations a fault has befallen until now.
    public var faultCount: Int { state.withLock { $0.faultCount } }

    /// What time files are dated with, in microseconds since the epoch.
    public var now: Int64 {
        get { state.withLock { $0.now } }
        set { state.withLock { $0.now = newValue } }
    }

    /// Arms a fault.
    public func arm(_ fault: DiskFault) {
        state.withLock { $0.faults.append(fault) }
    }

    /// Forgets the faults that have not happened.
    public func disarm() {
        state.withLock { $0.faults = [] }
    }

    /// Whether the power has failed.
    public var isOff: Bool { state.withLock { $0.isOff } }

    /// Cuts the power if it is on, and gives it back: unsynchronized content and names may be lost.
    public func reboot() {
        state.withLock { state in
            state.disk.losePower(&state.generator)
            Self.endSession(&state)
        }
    }

    /// Ends the program that uses the disk; the operating system lives on, so nothing is lost.
    public func killProcess() {
        state.withLock { Self.endSession(&$0) }
    }

    /// Changes a file behind everybody's back, durably.
    public func tamper(_ path: String, _ change: (inout [UInt8]) -> Void) {
        state.withLock { state in
            guard case .file(let number) = state.disk.entries[path], var node = state.disk.nodes[number] else {
                preconditionFailure("there is no file \(path) to tamper with")
            }
            change(&node.content)
            node.durable = node.content
            state.disk.nodes[number] = node
        }
    }

    private static func endSession(_ state: inout State) {
        state.epoch += 1
        state.isOff = false
        state.locks = []
        state.faults = []
    }
}
