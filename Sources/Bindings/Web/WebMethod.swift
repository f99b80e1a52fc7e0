/// What a request asks the server to do (RFC 9110, section 9).
public enum WebMethod: String, Sendable, Hashable {
    /// Hand out.
    case get = "GET"
    /// Process a body.
    case post = "POST"
    /// Store, or change.
    case put = "PUT"
    /// Remove.
    case delete = "DELETE"
}
