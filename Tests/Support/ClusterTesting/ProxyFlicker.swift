import Foundation
import Synchronization

/// Cuts the connections through a proxy again and again, until it is told to stop.
public final class ProxyFlicker: Sendable {
    private let isOver = Atomic(false)
    private let hasEnded = DispatchSemaphore(value: 0)
    private let cuts = Atomic(0)

    /// Begins. Each time, connections are refused for so long, and then let through for so long.
    public init(_ proxy: Toxiproxy.Proxy, refusingMilliseconds: Int, lettingMilliseconds: Int) {
        let thread = Thread { [self] in
            while !isOver.load(ordering: .acquiring) {
                try? proxy.disable()
                cuts.add(1, ordering: .relaxed)
                Thread.sleep(forTimeInterval: Double(refusingMilliseconds) / 1_000)
                try? proxy.restore()
                Thread.sleep(forTimeInterval: Double(lettingMilliseconds) / 1_000)
            }
            hasEnded.signal()
        }
        thread.start()
    }

    /// Stops, with the proxy as it should be.
    ///
    /// - Returns: how often it cut.
    public func stop() -> Int {
        isOver.store(true, ordering: .releasing)
        hasEnded.wait()
        return cuts.load(ordering: .relaxed)
    }
}
