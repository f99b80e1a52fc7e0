import ClusterTesting
import Foundation
import Testing

/// A broker that dies, and one that stands still, while a pipeline follows and a producer writes.
@Suite(.needsSouk, .needsOracles, .needsCluster)
struct KafkaOutageTests {
    @Test(.timeLimit(.minutes(3)))
    func `pipeline and producer wait for a broker, say so once, and go on by themselves, nothing lost or twice`() throws
    {
        let topic = try RealTopic("outages", partitions: 3, on: KafkaBroker(Cluster.available.get()))
        let broker = topic.broker.process
        defer { broker.stop() }
        try withTemporaryDirectory { directory in
            let producer = try Souk.start(
                ["produce", "--to", topic.url, "--rate", "1000", "--json"], directory: directory)
            let run = try Souk.start(
                ["run", "--from", topic.url, "--lake", "lake", "--listen", "127.0.0.1:0"],
                environment: ["SOUK_LAKE_COMMIT_INTERVAL": "300ms"], directory: directory)
            let dashboard = try ServedDashboard(of: run)
            try dashboard.waitForTransactions(1_000)

            broker.kill()
            try expectInterruption(dashboard, run, topic)
            try broker.start()
            try expectRecovery(dashboard, run)

            broker.pause()
            let paused = Date()
            try expectInterruption(dashboard, run, topic)
            Thread.sleep(until: paused.addingTimeInterval(8))
            broker.resume()
            try expectRecovery(dashboard, run)

            producer.send(SIGINT)
            let produced = producer.waitForEnd()
            try #require(produced.exitCode == 0, "\(produced.errors)")
            let count = try #require(try produced.json()["messages"] as? Int)
            try dashboard.waitForTransactions(count)
            run.send(SIGINT)
            let outcome = run.waitForEnd()
            #expect(outcome.exitCode == 0, "\(outcome.errors)")
            #expect(outcome.errors.matches(of: /reached again/).count == 2, "\(outcome.errors)")
            #expect(outcome.errors.matches(of: /Waiting since/).count == 2, "\(outcome.errors)")
            // The second trouble is told with its own reason, not with that of the first.
            let second = outcome.errors.split(separator: "reached again").dropFirst().first ?? ""
            #expect(!second.contains("Connection refused"), "\(outcome.errors)")
            // A pause may be over before the producer takes it for one.
            let told = produced.errors.matches(of: /no broker can be reached/).count
            #expect((1...2).contains(told), "\(produced.errors)")
            #expect(produced.errors.matches(of: /delivered again/).count == told, "\(produced.errors)")
            #expect(try topic.count() == count)
            try Souk.verify(log: topic.url, in: directory)
            let found = try Souk.row("SELECT count(*), count(DISTINCT transaction_id) FROM transactions", in: directory)
            #expect(found == ["\(count)", "\(count)"])
        }
    }

    private func expectInterruption(_ dashboard: ServedDashboard, _ run: RunningProcess, _ topic: RealTopic) throws {
        let isTold = run.wait(seconds: 20) { _ in (try? dashboard.get("/readyz").status) == 503 }
        let answer = try dashboard.get("/readyz")
        #expect(isTold && answer.text.contains(topic.broker.address), "\(answer.status) \(answer.text)")
        #expect(try dashboard.get("/livez").status == 200)
    }

    private func expectRecovery(_ dashboard: ServedDashboard, _ run: RunningProcess) throws {
        let isBack = run.wait(seconds: 30) { _ in (try? dashboard.get("/readyz").status) == 200 }
        let answer = try dashboard.get("/readyz")
        #expect(isBack, "\(answer.text) \(run.errorText)")
    }
}
