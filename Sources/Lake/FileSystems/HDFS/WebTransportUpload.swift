public import Web

/// A request whose body is sent piece by piece, by one thread at a time.
public protocol WebTransportUpload: AnyObject {
    /// Sends a piece of the body.
    ///
    /// - Returns: false if the server has answered already and takes no more: `finish` then has the answer.
    func write(_ bytes: RawSpan) throws(WebClientError) -> Bool

    /// Ends the body, and lets the server work until `finish` asks for the answer.
    func end() throws(WebClientError)

    /// Ends the body, and waits for the answer.
    func finish() throws(WebClientError) -> WebResponse

    /// Breaks the upload off.
    func cancel()
}
