import KafkaLogs
import Testing

@Suite struct PropertyTests {
    @Test(arguments: [
        ("fetch.wait.max.ms", "250"), ("session.timeout.ms", "6000"), ("client.rack", "a"),
        ("socket.keepalive.enable", "true"),
        ("debug", "broker,topic"), ("compression.level", "3"),
    ])
    func `properties of librdkafka are taken`(name: String, value: String) {
        #expect(KafkaProperties.problem(with: name, value: value) == nil)
        #expect(KafkaProperties.isKnown(name))
    }

    @Test(arguments: [
        ("fetch.wait.max.mss", "250", "No such configuration property"),
        ("fetch.wait.max.ms", "soon", "fetch.wait.max.ms"),
        ("fetch.wait.max.ms", "-5", "fetch.wait.max.ms"),
        ("security.protocol", "telnet", "security.protocol"),
        ("enable.auto.commit", "true", "Souk's own (false)"),
        ("isolation.level", "read_uncommitted", "Souk's own (read_committed)"),
        ("acks", "1", "Souk's own (all)"),
        ("enable.idempotence", "false", "Souk's own (true)"),
        ("auto.offset.reset", "latest", "Souk's own (error)"),
        ("group.id", "mine", "kafka.group"),
        ("bootstrap.servers", "a:1", "part of the log's address"),
        ("metadata.broker.list", "a:1", "part of the log's address"),
    ])
    func `what librdkafka does not know, and what exactly-once rests on, is refused with the reason`(
        name: String, value: String, reason: String
    ) {
        let problem = KafkaProperties.problem(with: name, value: value)
        #expect(problem?.contains(reason) == true, "\(problem ?? "nil")")
    }

    /// Other names of the same settings must not be a way around.
    @Test(arguments: ["request.required.acks", "auto.commit.enable", "transactional.id"])
    func `other names of Souk's own properties are refused too`(name: String) {
        #expect(KafkaProperties.problem(with: name, value: "1") != nil)
    }

    @Test func `names are known that have a value by default, and others that people set`() {
        let names = KafkaProperties.names
        for name in ["fetch.wait.max.ms", "compression.level", "partitioner", "ssl.ca.location"] {
            #expect(names.contains(name))
        }
        #expect(names.allSatisfy(KafkaProperties.isKnown))
        #expect(!KafkaProperties.isKnown("ssl.ca.locaton"))
    }
}
