import ClusterTesting
import Foundation
import SparkConnect
import Testing

extension SparkServerTests {
    @Suite struct ConnectionTests {
        @Test func `a cut connection ends no query, and no row is lost or comes twice`() throws {
            let server = try Cluster.spark.get()
            let (proxy, port) = try Cluster.toxiproxy.get().proxy(of: server)
            try withSession(port: port) { session in
                let result = try session.query(
                    "SELECT id, repeat('x', 200) FROM range(0, 400000, 1, 8)", tag: nil, timeout: .seconds(180))
                var next: Int64 = 0
                var batches = 0
                while let batch = try result.next() {
                    batches += 1
                    if batches % 15 == 0 {
                        try proxy.disable()
                        try proxy.restore()
                    }
                    #expect(batch.value(row: 0, column: 0) == .integer(next))
                    next += Int64(batch.rowCount)
                    #expect(batch.value(row: batch.rowCount - 1, column: 0) == .integer(next - 1))
                }
                #expect(next == 400_000)
                #expect(batches > 30)
            }
        }

        @Test func `a statement whose connection is cut again and again runs once`() throws {
            let server = try Cluster.spark.get()
            let (proxy, port) = try Cluster.toxiproxy.get().proxy(of: server)
            // A busy machine may not get far in the moments between two cuts.
            try withSession(port: port, patience: .seconds(120)) { session in
                let path = server.warehouse.appending(path: UUID().uuidString).path
                let flicker = ProxyFlicker(proxy, refusingMilliseconds: 50, lettingMilliseconds: 1_500)
                for value in 0..<5 {
                    try session.write(
                        "SELECT \(value) AS x", format: "delta", path: path, options: [:], timeout: .seconds(120))
                }
                #expect(flicker.stop() > 3)
                let rows = try session.query(
                    "SELECT count(*), sum(x) FROM delta.`\(path)`", tag: nil, timeout: .seconds(60)
                ).rows()
                #expect(rows == [[.integer(5), .integer(10)]])
            }
        }

        @Test func `a server that is not there is unreachable once the patience is over`() throws {
            let session = try SparkSession(
                SparkAddress("sc://127.0.0.1:1"), id: UUID().uuidString.lowercased(), certificateAuthorities: nil,
                patience: .seconds(1))
            let begin = ContinuousClock.now
            let error = try failure { _ = try session.version(timeout: .seconds(60)) }
            #expect(error.code == .unreachable)
            #expect(error.isTransient)
            #expect(ContinuousClock.now - begin < .seconds(10))
        }

        @Test(arguments: ["", "/;token=wrong"])
        func `whoever has not the token is not let in`(parameters: String) throws {
            let port = try Cluster.spark.get().port
            let session = try SparkSession(
                SparkAddress("sc://127.0.0.1:\(port)\(parameters)"), id: UUID().uuidString.lowercased(),
                certificateAuthorities: nil)
            #expect(try failure { _ = try session.version(timeout: .seconds(60)) }.code == .unauthorized)
        }

        @Test func `an encrypted connection needs an authority that is trusted`() throws {
            let server = try Cluster.spark.get()
            let security = try KafkaSecurity(Cluster.available.get())
            let front = try TLSFront(
                Cluster.available.get(), before: server.port, certificate: security.clientCertificate,
                key: security.clientKey)
            let address = try SparkAddress("sc://localhost:\(front.port)/;use_ssl=true;token=\(SparkServer.token)")
            func version(_ authorities: String?) throws -> String {
                try SparkSession(address, id: UUID().uuidString.lowercased(), certificateAuthorities: authorities)
                    .version(timeout: .seconds(60))
            }
            #expect(try version(security.authority.path).hasPrefix("4."))
            #expect(try failure { _ = try version(nil) }.code == .unauthorized)
            let missing = try failure { _ = try version("/nowhere/authority.pem") }
            #expect(missing.message.contains("/nowhere/authority.pem"))
            front.process.stop()
        }

        @Test func `a server that was started anew has lost the session`() throws {
            let server = try SparkServer(Cluster.available.get())
            let session = try SparkSession(
                SparkAddress(server.address), id: UUID().uuidString.lowercased(), certificateAuthorities: nil,
                patience: .seconds(60))
            let query = try session.query(
                "SELECT count(*) FROM range(1000000000000) WHERE sqrt(id) % 3 = 1", tag: nil, timeout: .seconds(120))
            server.connect.kill()
            try server.connect.start()
            #expect(try failure { _ = try query.rows() }.code == .sessionLost)
            #expect(try failure { _ = try session.version(timeout: .seconds(60)) }.code == .sessionLost)
            server.stop()
        }
    }
}
