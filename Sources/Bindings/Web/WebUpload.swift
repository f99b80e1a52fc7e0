/// A request whose body is sent piece by piece, by one thread at a time.
///
/// A piece has been handed to the operating system when `write` returns; none is kept. Without `finish` the server gets a
/// body that breaks off.
public final class WebUpload {
    private let client: WebClient
    private var session: WebSession?
    private var hasAnswer = false

    init(client: WebClient, session: WebSession) {
        self.client = client
        self.session = session
    }

    deinit {
        cancel()
    }

    /// Sends a piece of the body, and blocks until it is on its way.
    ///
    /// - Returns: false if the server has answered already and takes no more: `finish` then has the answer.
    /// - Throws: `WebClientError`; the upload is over then.
    public func write(_ bytes: RawSpan) throws(WebClientError) -> Bool {
        guard let session else { preconditionFailure("an upload that is over is written") }
        guard !hasAnswer else { return false }
        do {
            hasAnswer = try !session.send(bytes)
        } catch {
            cancel()
            throw error
        }
        return !hasAnswer
    }

    /// Ends the body, and lets the server work while the caller does something else until `finish`.
    ///
    /// - Throws: `WebClientError`; the upload is over then.
    public func end() throws(WebClientError) {
        guard let session else { preconditionFailure("an upload that is over is ended") }
        do {
            try session.endBody()
        } catch {
            cancel()
            throw error
        }
    }

    /// Ends the body, and waits for the answer.
    ///
    /// - Throws: `WebClientError`.
    public func finish() throws(WebClientError) -> WebResponse {
        guard let session else { preconditionFailure("an upload is finished twice") }
        self.session = nil
        var body: [UInt8] = []
        do {
            var response = try session.finish(sending: RawSpan()) { _, bytes in
                // An answer to an upload is a sentence or two; the rest of a longer one is of no use.
                if body.count < 1 << 20 { body += bytes }
            }
            response.body = body
            client.giveBack(session)
            return response
        } catch let error as WebClientError {
            session.end()
            throw error
        } catch {
            preconditionFailure("\(error)")
        }
    }

    /// Breaks the upload off.
    public func cancel() {
        session?.end()
        session = nil
    }
}
