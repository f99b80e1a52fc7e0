internal import Web

/// A request to HDFS that was not fulfilled: what the server said, or that it said nothing.
struct HDFSFailure: Error, Sendable, Hashable {
    /// The kinds of failure that callers tell apart.
    enum Kind: Sendable, Hashable {
        /// There is no such file or directory.
        case notFound
        /// The name is taken.
        case exists
        /// A file stands where a directory should, or the other way round.
        case notADirectory
        /// The user may not do that, or is not known.
        case notPermitted
        /// A quota is used up.
        case quotaExceeded
        /// This server can't serve for now; another one, or the same one later, may.
        case unavailable
        /// Anything else.
        case refused
    }

    /// The kind of failure.
    var kind: Kind
    /// The server's words, or why there are none.
    var reason: String
    /// What to do next.
    var advice: String
    /// libcurl's number, if the network failed.
    var libraryCode: Int32?

    init(_ kind: Kind, _ reason: String, advice: String = "", libraryCode: Int32? = nil) {
        self.kind = kind
        self.reason = reason
        self.advice = advice
        self.libraryCode = libraryCode
    }

    /// What a request without an answer means.
    init(_ error: WebClientError) {
        let (kind, advice): (Kind, String) =
            switch error.code {
            case .invalidRequest:
                (
                    .refused,
                    "Check the lake's address, which has the NameNode's HTTP port (9870) and not the RPC port, and the [hdfs] "
                        + "options for certificates."
                )
            case .notTrusted:
                (.notPermitted, "Check hdfs.ca_file: it must hold the authority that signed the server's certificate.")
            case .noConnection:
                (.unavailable, "Check that the server runs and that its address can be reached from this machine.")
            case .timedOut, .connectionLost: (.unavailable, "The server or the network may be down, or overloaded.")
            case .tooLong: (.refused, "Check that the address is that of WebHDFS.")
            }
        self.init(kind, error.description, advice: advice, libraryCode: error.libraryCode)
    }
}
