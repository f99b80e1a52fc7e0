import Marketplace
import Synchronization
import TransactionLogs

/// The simulated shop of `souk up`: sells into the log until it is told to stop.
final class Shop: Sendable {
    private let simulation: Simulation
    private let writer: EmbeddedLogWriter
    private let retention: RetentionPolicy?
    private let outcome = Mutex<(any Error)?>(nil)

    init(_ simulation: Simulation, writer: EmbeddedLogWriter, retention: RetentionPolicy?) {
        self.simulation = simulation
        self.writer = writer
        self.retention = retention
    }

    /// Why the shop had to close before it was told to; nil if it did not.
    var failure: (any Error)? { outcome.withLock { $0 } }

    /// Sells. If the log refuses, `onFailure` is called.
    func run(onFailure: () -> Void) {
        do {
            _ = try simulation.run(into: LogSink(writer, retention: retention))
        } catch {
            outcome.withLock { $0 = error }
            onFailure()
        }
    }
}
