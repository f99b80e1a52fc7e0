import ClusterTesting
import Foundation

/// The servers that are tormented, behind their proxies.
struct TortureServers {
    let kafka: KafkaBroker
    let hdfs: HDFSCluster
    private let proxies: [Fault.Server: Toxiproxy.Proxy]

    init() throws {
        let cluster = try Cluster.available.get()
        kafka = try KafkaBroker(cluster)
        var settings = HDFSCluster.Settings()
        settings.isProxied = true
        hdfs = try HDFSCluster(cluster, settings)
        let toxiproxy = try Cluster.toxiproxy.get()
        let (nameNode, dataNode) = try toxiproxy.proxies(of: hdfs)
        proxies = [.kafka: try toxiproxy.proxy(of: kafka), .nameNode: nameNode, .dataNode: dataNode]
    }

    /// Lets a fault happen, waits as long as it lasts, and puts it right; servers that were killed are up afterwards.
    func suffer(_ fault: Fault, killingSouk kill: () -> Void) throws {
        let wait = { Thread.sleep(forTimeInterval: fault.seconds) }
        switch fault.kind {
        case .latency(let server): try poison(server, .latency(800, jitter: 700), wait)
        case .broken(let server): try poison(server, .cut(afterBytes: 20_000), wait)
        case .halfOpen(let server): try poison(server, .silence(), wait)
        case .throttle(let server): try poison(server, .throttle(kilobytesPerSecond: 20), wait)
        case .cut(let server):
            let proxy = try proxy(server)
            try proxy.disable()
            wait()
            try proxy.restore()
        case .kill(let server):
            process(server).kill()
            wait()
            try process(server).start()
        case .pause(let server):
            process(server).pause()
            wait()
            process(server).resume()
        case .killSouk:
            kill()
            wait()
        case .killSoukAnd(let server):
            process(server).kill()
            kill()
            wait()
            try process(server).start()
        case .killSoukWhilePaused(let server):
            process(server).pause()
            kill()
            wait()
            process(server).resume()
        }
    }

    /// Ends the servers.
    func stop() {
        hdfs.stop()
        kafka.process.stop()
    }

    private func poison(_ server: Fault.Server, _ toxic: Toxic, _ wait: () -> Void) throws {
        let proxy = try proxy(server)
        try proxy.add(toxic)
        wait()
        try proxy.restore()
    }

    private func proxy(_ server: Fault.Server) throws -> Toxiproxy.Proxy {
        guard let proxy = proxies[server] else { throw Souk.Failure(text: "no proxy before \(server)") }
        return proxy
    }

    private func process(_ server: Fault.Server) -> ServerProcess {
        switch server {
        case .kafka: kafka.process
        case .nameNode: hdfs.nameNode
        case .dataNode: hdfs.dataNode
        }
    }
}
