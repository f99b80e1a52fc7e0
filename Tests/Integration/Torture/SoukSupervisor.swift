import Foundation
import Synchronization

/// Runs a command of Souk's again and again, as systemd would, until it is told to stop.
///
/// `kill` is an end by SIGKILL that was wished for. Every other end before `finish` is one that should not have been.
final class SoukSupervisor: Sendable {
    private struct State: ~Copyable {
        var process: RunningProcess?
        var isFinishing = false
        var starts = 0
        var pendingKills = 0
        var unwanted: [String] = []
    }

    private let arguments: [String]
    private let environment: [String: String]
    private let directory: URL
    private let state = Mutex(State())
    private let isDone = DispatchSemaphore(value: 0)

    init(_ arguments: [String], environment: [String: String] = [:], directory: URL) throws {
        self.arguments = arguments
        self.environment = environment
        self.directory = directory
        Thread.detachNewThread { [self] in supervise() }
    }

    /// How often it was started, and the ends that nobody had wished for.
    var record: (starts: Int, unwanted: [String]) {
        state.withLock { ($0.starts, $0.unwanted) }
    }

    /// SIGKILL; it is started again at once.
    func kill() { send(SIGKILL) { $0.pendingKills += 1 } }

    /// SIGTERM, and waits for the end, at most so long.
    ///
    /// - Returns: whether it ended by itself.
    func finish(seconds: Double) -> Bool {
        send(SIGTERM) { $0.isFinishing = true }
        if isDone.wait(timeout: .now() + seconds) == .success { return true }
        send(SIGKILL) { _ in }
        isDone.wait()
        return false
    }

    private func send(_ signal: Int32, _ note: (inout State) -> Void) {
        state.withLock { state in
            if state.process?.isRunning == true || signal == SIGTERM { note(&state) }
            state.process?.send(signal)
        }
    }

    private func supervise() {
        while start() {
            while state.withLock({ $0.process?.isRunning ?? false }) { Thread.sleep(forTimeInterval: 0.05) }
            note()
        }
        isDone.signal()
    }

    private func start() -> Bool {
        state.withLock { state in
            guard !state.isFinishing else { return false }
            do {
                state.process = try Souk.start(arguments, environment: environment, directory: directory)
                state.starts += 1
                return true
            } catch {
                state.unwanted.append("\(error)")
                return false
            }
        }
    }

    private func note() {
        state.withLock { state in
            guard let outcome = state.process?.waitForEnd() else { return }
            state.process = nil
            if outcome.exitCode == 128 + SIGKILL, state.pendingKills > 0 {
                state.pendingKills -= 1
            } else if !state.isFinishing || outcome.exitCode != 0 {
                state.unwanted.append(
                    "souk \(arguments[0]) ended with \(outcome.exitCode): \(outcome.errors.suffix(2_000))")
            }
        }
    }
}
