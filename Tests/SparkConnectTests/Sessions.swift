import ClusterTesting
import Foundation
import SparkConnect
import Testing

extension Trait where Self == ConditionTrait {
    /// Runs with a real Spark only.
    static var needsSpark: Self {
        .enabled(if: SparkServer.whyUnavailable == nil, "\(SparkServer.whyUnavailable ?? "Spark is there")")
    }
}

/// The tests on one server, which has room for one of them at a time.
@Suite(.needsSpark, .serialized) struct SparkServerTests {}

/// Runs with a new session on the shared server, which ends afterwards.
///
/// - Parameter port: where the client goes to instead, such as a proxy.
func withSession<Value>(
    port: Int? = nil, patience: Duration = .seconds(30), _ body: (SparkSession) throws -> Value
) throws -> Value {
    let server = try Cluster.spark.get()
    let address = try SparkAddress(SparkServer.address(port: port ?? server.port))
    let session = try SparkSession(
        address, id: UUID().uuidString.lowercased(), certificateAuthorities: nil, patience: patience)
    let value = try body(session)
    try session.release()
    return value
}

/// The error that something throws.
func failure(_ body: () throws -> Void) throws -> SparkError {
    let error = #expect(throws: SparkError.self) { try body() }
    return try #require(error)
}
