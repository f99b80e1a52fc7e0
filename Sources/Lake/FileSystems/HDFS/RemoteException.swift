internal import Web

/// What WebHDFS says of a failure (Hadoop, "WebHDFS REST API", Error Responses).
struct RemoteException: Decodable, Sendable, Hashable {
    /// The exception's name, such as `FileNotFoundException`.
    var exception: String
    /// The exception's message; a DataNode's has a stack trace behind it.
    var message: String?

    private struct Envelope: Decodable {
        var RemoteException: RemoteException
    }

    /// The exception in an answer; nil if the answer is of another form.
    init?(_ response: WebResponse) {
        guard let envelope = try? JSON.decode(Envelope.self, from: response.body) else { return nil }
        self = envelope.RemoteException
    }

    /// The message without the stack trace.
    var words: String {
        let lines = (message ?? "").split(separator: "\n").filter { !$0.hasPrefix("\tat ") }
        return lines.prefix(3).joined(separator: " ")
    }
}
