import Marketplace
import Synchronization

/// The simulated shop of `souk up`: sells into the log until it is told to stop.
final class Shop: Sendable {
    private let simulation: Simulation
    private let makeSink: @Sendable () throws -> any MessageSink
    private let outcome = Mutex<(any Error)?>(nil)

    init(_ simulation: Simulation, makeSink: @escaping @Sendable () throws -> any MessageSink) {
        self.simulation = simulation
        self.makeSink = makeSink
    }

    /// Why the shop had to close before it was told to; nil if it did not.
    var failure: (any Error)? { outcome.withLock { $0 } }

    /// Sells. If the log refuses, `onFailure` is called.
    func run(onFailure: () -> Void) {
        do {
            let sink = try makeSink()
            _ = try simulation.run(into: sink)
            try sink.settle()
        } catch {
            outcome.withLock { $0 = error }
            onFailure()
        }
    }
}
