import Foundation

/// The properties of a single broker for tests.
struct KafkaConfiguration {
    let ports: KafkaBroker.Ports
    let settings: KafkaBroker.Settings
    let data: URL

    var properties: [String: String] {
        var all = common.merging(consensus) { $1 }
        if let security = settings.security {
            all.merge(security.properties(isKraft: settings.zooKeeper == nil)) { $1 }
        }
        return all.merging(settings.properties) { $1 }
    }

    private var common: [String: String] {
        var listeners = [
            "PLAINTEXT://127.0.0.1:\(ports.plain)", "PROXIED://127.0.0.1:\(ports.behindProxy)",
        ]
        var advertised = ["PLAINTEXT://localhost:\(ports.plain)", "PROXIED://localhost:\(ports.proxy)"]
        if settings.security != nil {
            for (name, port) in [("TLS", ports.tls), ("SASL", ports.sasl)] {
                listeners.append("\(name)://127.0.0.1:\(port)")
                advertised.append("\(name)://localhost:\(port)")
            }
        }
        if settings.zooKeeper == nil { listeners.append("CONTROLLER://127.0.0.1:\(ports.controller)") }
        return [
            "log.dirs": data.path, "num.partitions": "3", "offsets.topic.replication.factor": "1",
            "offsets.topic.num.partitions": "8", "transaction.state.log.replication.factor": "1",
            "transaction.state.log.min.isr": "1", "transaction.state.log.num.partitions": "8",
            "group.initial.rebalance.delay.ms": "0", "auto.create.topics.enable": "false",
            // A topic whose retention has passed is cut at once, so that a test need not wait five minutes.
            "log.retention.check.interval.ms": "500", "log.segment.delete.delay.ms": "500",
            "listeners": listeners.joined(separator: ","), "advertised.listeners": advertised.joined(separator: ","),
            "inter.broker.listener.name": "PLAINTEXT",
            "listener.security.protocol.map":
                "PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT,TLS:SSL,SASL:SASL_SSL",
        ]
    }

    private var consensus: [String: String] {
        if let zooKeeper = settings.zooKeeper {
            return ["broker.id": "0", "zookeeper.connect": "127.0.0.1:\(zooKeeper.port)"]
        }
        return [
            "process.roles": "broker,controller", "node.id": "1",
            "controller.quorum.voters": "1@127.0.0.1:\(ports.controller)", "controller.listener.names": "CONTROLLER",
            "share.coordinator.state.topic.replication.factor": "1", "share.coordinator.state.topic.min.isr": "1",
        ]
    }
}
