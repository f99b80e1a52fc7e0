import Foundation
import Synchronization
import System

/// Takes SIGINT (Ctrl-C) and SIGTERM on a thread of its own, outside of any signal handler, so that what they lead to may do
/// anything that other code may.
///
/// The first signal calls the drain handler; the next one ends the process at once with 128 plus the signal's number (130
/// for SIGINT, 143 for SIGTERM), as does the first while no handler is set. A command that drained in time exits with 0.
final class SignalHandling: Sendable {
    private struct State: ~Copyable {
        var machine = StopMachine()
        var drain: (@Sendable (StopSignal) -> Void)?
    }

    private let state = Mutex(State())
    private let exit: @Sendable (Int32) -> Void

    /// - Parameter exit: ends the process with a status; a test puts something milder here.
    init(exit: @escaping @Sendable (Int32) -> Void = { CurrentProcess.exitAtOnce(status: $0) }) {
        self.exit = exit
    }

    /// Starts taking signals. Called once, before any other thread is started.
    func start() throws(SystemError) {
        try StopSignal.block()
        Thread.detachNewThread { [self] in
            while let signal = try? StopSignal.next() { receive(signal) }
        }
    }

    /// Sets what the first signal does from now on. The handler runs on the signal thread and should only ask others to stop,
    /// or the second signal would have to wait for it.
    func onFirstSignal(_ drain: @escaping @Sendable (StopSignal) -> Void) {
        state.withLock { $0.drain = drain }
    }

    /// The signal that the drain handler was called for; nil before it came.
    var drained: StopSignal? { state.withLock { $0.machine.drained } }

    /// Acts on one signal.
    func receive(_ signal: StopSignal) {
        let (action, drain) = state.withLock { state in
            (state.machine.receive(signal, canDrain: state.drain != nil), state.drain)
        }
        switch action {
        case .drain: drain?(signal)
        case .exit(let status): exit(status)
        }
    }
}
