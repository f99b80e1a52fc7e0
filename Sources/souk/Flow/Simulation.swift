import Commerce
import Marketplace
import Synchronization
import System

/// Lets the simulated marketplace sell into a sink, at a pace or flat out, until it is told to stop.
struct Simulation: Sendable {
    /// What happened.
    struct Outcome: Sendable {
        /// How many messages were written.
        var messages: Int64 = 0
        /// Their bytes.
        var bytes: Int64 = 0
        /// The event time that was reached, in microseconds since the epoch.
        var lastEventTime: Int64 = 0
    }

    /// A request to stop, which any thread may make.
    final class StopRequest: Sendable {
        private let flag = Atomic(false)

        /// Asks the simulation to stop soon.
        func stop() { flag.store(true, ordering: .relaxed) }

        /// Whether it should.
        var isMade: Bool { flag.load(ordering: .relaxed) }
    }

    /// Where flat-out simulations begin unless told otherwise: 2026-01-01T00:00:00Z, so that one seed always makes the same.
    static let standardStart: Int64 = 1_767_225_600_000_000
    /// Messages that are made durable together, flat out.
    private static let batchSize: Int64 = 8_192
    /// How long a paced simulation sleeps between two looks at the clock.
    private static let tick = Duration.milliseconds(20)

    var settings: SimulatorSettings
    var rate: Rate
    /// Whether event time is the present whatever the rate.
    var isLive: Bool
    /// How many messages at the most; nil without end.
    var count: Int64?
    var stopRequest = StopRequest()

    /// Sells.
    ///
    /// - Parameter progress: receives how many messages were written since the last call, and the last of them.
    func run(
        into sink: any MessageSink, progress: (_ messages: Int64, _ last: [UInt8]) -> Void = { _, _ in }
    ) throws -> Outcome {
        var simulator = MarketplaceSimulator(settings)
        var arena = MessageArena()
        var outcome = Outcome()
        var pacer: Pacer? =
            if case .paced(let pace) = rate {
                Pacer(messagesPerSecond: pace.perSecond, start: SystemClock.wallMicroseconds())
            } else { nil }
        while !stopRequest.isMade {
            let left = count.map { $0 - outcome.messages } ?? .max
            guard left > 0 else { break }
            fill(&arena, from: &simulator, pacer: &pacer, limit: min(left, Self.batchSize))
            guard arena.count > 0 else {
                SystemClock.sleep(Self.tick)
                continue
            }
            for index in 0..<arena.count {
                try sink.append(arena.message(at: index), keyHash: arena.keyHashes[index])
            }
            try sink.commit()
            outcome.messages += Int64(arena.count)
            outcome.bytes += Int64(arena.bytes.count)
            progress(Int64(arena.count), [UInt8](copying: arena.message(at: arena.count - 1)))
            arena.removeAll()
        }
        outcome.lastEventTime = simulator.now
        return outcome
    }

    private func fill(
        _ arena: inout MessageArena, from simulator: inout MarketplaceSimulator, pacer: inout Pacer?, limit: Int64
    ) {
        let now = SystemClock.wallMicroseconds()
        guard pacer != nil else {
            if isLive {
                for _ in 0..<limit { simulator.append(to: &arena, at: now) }
            } else {
                simulator.append(Int(limit), to: &arena)
            }
            return
        }
        while arena.count < limit, let due = pacer?.next(at: now) {
            if isLive {
                simulator.append(to: &arena, at: due)
            } else {
                simulator.append(1, to: &arena)
            }
        }
    }
}
