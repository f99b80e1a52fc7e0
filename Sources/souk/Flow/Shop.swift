import Marketplace
import Synchronization
import System
import TransactionLogs

/// The simulated shop of `souk up`: sells into the log until it is told to stop, and keeps the log to its retention.
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
        var untilRetention: Int64 = 0
        do {
            _ = try simulation.run(into: LogSink(writer)) { messages in
                untilRetention -= messages
                guard untilRetention < 0, let retention else { return }
                untilRetention = 100_000
                apply(retention)
            }
        } catch {
            outcome.withLock { $0 = error }
            onFailure()
        }
    }

    /// A log that can not be kept to its retention would fill the disk, so the shop closes.
    private func apply(_ retention: RetentionPolicy) {
        do {
            try writer.apply(retention, now: SystemClock.wallMicroseconds())
        } catch {
            outcome.withLock { $0 = $0 ?? error }
            simulation.stopRequest.stop()
        }
    }
}
