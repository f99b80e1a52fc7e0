public import Web

/// How requests get to the servers of HDFS: over the network, or in a simulation.
///
/// All calls block and may be made from any thread.
public protocol WebTransport: Sendable {
    /// Sends a request and collects the answer, whatever its status.
    func send(_ request: WebRequest, bodyBytesMax: Int) throws(WebClientError) -> WebResponse

    /// Sends a request and hands the answer's body on as it comes, if the status is 200…299.
    func receive(_ request: WebRequest, _ deliver: ([UInt8]) throws -> Void) throws -> WebResponse

    /// Begins a request whose body follows piece by piece.
    func beginUpload(_ request: WebRequest) throws(WebClientError) -> any WebTransportUpload
}
