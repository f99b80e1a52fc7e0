internal import CCurl

/// A request that got no answer, or not the whole of one.
public struct WebClientError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of failure that callers tell apart.
    public enum Code: Sendable, Hashable {
        /// The address or the settings make no sense; the same request will never succeed.
        case invalidRequest
        /// The server's name has no address, or nobody listens there.
        case noConnection
        /// The server can't be trusted, or does not trust us.
        case notTrusted
        /// Nothing came for too long.
        case timedOut
        /// The connection broke while it was in use.
        case connectionLost
        /// The answer is longer than the caller takes.
        case tooLong
    }

    /// The kind of failure.
    public var code: Code
    /// What failed and why.
    public var description: String
    /// libcurl's number (`CURLcode`); 0 if the failure is not the library's.
    public var libraryCode: Int32
    /// Whether the server may have received the request, and may have acted on it.
    public var mayHaveArrived: Bool

    /// A failed request.
    public init(_ code: Code, _ description: String, libraryCode: Int32 = 0, mayHaveArrived: Bool) {
        self.code = code
        self.description = description
        self.libraryCode = libraryCode
        self.mayHaveArrived = mayHaveArrived
    }

    /// What the library says of a transfer that failed.
    init(_ outcome: CURLcode, detail: String, request: String, hasSentAnything: Bool) {
        let words = unsafe String(cString: curl_easy_strerror(outcome))
        let reason = detail.isEmpty ? words : detail
        self.init(
            Self.meaning(of: outcome), "\(request): \(reason) (libcurl \(outcome.rawValue))",
            libraryCode: Int32(outcome.rawValue), mayHaveArrived: hasSentAnything)
    }

    private static func meaning(of outcome: CURLcode) -> Code {
        switch outcome {
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_NOT_BUILT_IN, CURLE_BAD_FUNCTION_ARGUMENT,
            CURLE_UNKNOWN_OPTION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER:
            .invalidRequest
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED:
            .noConnection
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
            CURLE_SSL_INVALIDCERTSTATUS:
            .notTrusted
        case CURLE_OPERATION_TIMEDOUT: .timedOut
        default: .connectionLost
        }
    }
}
