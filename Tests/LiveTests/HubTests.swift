import Live
import Synchronization
import Testing

@Suite struct HubTests {
    @Test func `a publication reaches all subscribers until they cancel`() {
        let hub = Hub()
        let seen = Mutex<[Int64]>([])
        let first = hub.subscribe { snapshot in seen.withLock { $0.append(snapshot.revenue) } }
        let second = hub.subscribe { snapshot in seen.withLock { $0.append(-snapshot.revenue) } }
        var snapshot = MarketSnapshot()
        snapshot.revenue = 5
        hub.publish(snapshot)
        #expect(seen.withLock { $0.sorted() } == [-5, 5])
        second.cancel()
        snapshot.revenue = 6
        hub.publish(snapshot)
        #expect(hub.latest.revenue == 6)
        #expect(seen.withLock { $0.sorted() } == [-5, 5, 6])
        first.cancel()
        hub.publish(snapshot)
        #expect(seen.withLock { $0.count } == 3)
    }
}
