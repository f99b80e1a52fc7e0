internal import CMicroHTTPD
internal import Glibc

/// A request on its way in: the library hands over the body piece by piece.
///
/// Only the thread that serves the connection touches it.
@safe
final class RequestAssembly {
    /// What is to be done with the next piece.
    enum Step {
        /// Go on reading.
        case proceed
        /// The body is too long, but let the client finish, so that it reads the answer.
        case discard
        /// The client goes on sending far beyond the limit: hang up.
        case hangUp
    }

    private let method: String
    private let path: String?
    private let bodyBytesMax: Int
    private var body: [UInt8] = []
    private var received = 0

    init(method: String, path: [UInt8], bodyBytesMax: Int) {
        self.method = method
        self.path = PercentDecoding.decode(path)
        self.bodyBytesMax = bodyBytesMax
    }

    /// How much of a body that is too long is read and forgotten, so that the client, which is still sending, reads the
    /// answer: closing the connection on it could lose the answer with the bytes on their way.
    static func drainedBytesMax(bodyBytesMax: Int) -> Int { 2 * bodyBytesMax + 65_536 }

    /// Whether the body is longer than allowed.
    var isTooLong: Bool { received > bodyBytesMax }

    /// Takes a piece of the body.
    func append(_ piece: UnsafeRawBufferPointer) -> Step {
        received += piece.count
        guard isTooLong else {
            unsafe body.append(contentsOf: piece)
            return .proceed
        }
        body = []
        return received > Self.drainedBytesMax(bodyBytesMax: bodyBytesMax) ? .hangUp : .discard
    }

    /// The request, once everything was read; nil when the path or the query can't be decoded.
    func request(from connection: OpaquePointer) -> HTTPRequest? {
        guard let path else { return nil }
        let headers = unsafe FieldCollector(connection, kind: .HEADER_KIND, isEscaped: false)
        let query = unsafe FieldCollector(connection, kind: .GET_ARGUMENT_KIND, isEscaped: true)
        guard !headers.isInvalid, !query.isInvalid else { return nil }
        let descriptor = unsafe souk_http_socket(connection)
        let peer = unsafe SocketAddress(copying: souk_http_peer(connection))
        defer { body = [] }
        return HTTPRequest(
            method: method, path: path, query: query.fields, headers: headers.fields, peer: peer?.host ?? "unknown",
            localAddress: SocketAddress(ofSocket: descriptor)?.host ?? "unknown", body: body)
    }
}
