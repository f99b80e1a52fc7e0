public import Web

extension WebUpload: WebTransportUpload {}

extension WebClient: WebTransport {
    /// Begins a request whose body follows piece by piece.
    public func beginUpload(_ request: WebRequest) throws(WebClientError) -> any WebTransportUpload {
        try upload(request)
    }
}
