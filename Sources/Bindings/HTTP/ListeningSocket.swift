internal import Glibc
internal import System

/// A TCP socket that listens; closed unless it was handed on.
struct ListeningSocket: ~Copyable {
    private let descriptor: Int32
    /// Where it listens, with the real port.
    let address: SocketAddress

    /// Opens a socket on the first address of the host that lets itself be bound.
    init(on address: HTTPAddress) throws(HTTPServerError) {
        var failure: Int32 = EADDRNOTAVAIL
        for candidate in try SocketAddress.resolve(address) {
            switch Self.open(candidate) {
            case .success(let descriptor):
                self.descriptor = descriptor
                self.address = SocketAddress(ofSocket: descriptor) ?? candidate
                return
            case .failure(let code):
                failure = code.value
            }
        }
        throw Self.error(failure, address)
    }

    deinit {
        Glibc.close(descriptor)
    }

    /// Gives the descriptor to someone who closes it.
    consuming func relinquish() -> Int32 {
        let descriptor = descriptor
        discard self
        return descriptor
    }

    private struct SystemCode: Error {
        var value: Int32
    }

    private static func open(_ address: SocketAddress) -> Result<Int32, SystemCode> {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let descriptor = socket(address.family, type, 0)
        guard descriptor >= 0 else { return .failure(SystemCode(value: errno)) }
        // A restarted server takes its port back at once, though old connections still fade away on it.
        var enabled: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        let bound = unsafe address.withPointer { pointer, length in
            unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &enabled, size) == 0
                && bind(descriptor, pointer, length) == 0
                && listen(descriptor, SOMAXCONN) == 0
        }
        guard bound else {
            let code = errno
            Glibc.close(descriptor)
            return .failure(SystemCode(value: code))
        }
        return .success(descriptor)
    }

    private static func error(_ code: Int32, _ address: HTTPAddress) -> HTTPServerError {
        switch code {
        case EADDRINUSE:
            let owner = PortOwner.find(port: address.port)
            let user = owner?.description ?? "another process"
            return HTTPServerError(
                .portInUse, "port \(address.port) of \(address.host) is in use by \(user); choose another port",
                systemCode: code, owner: owner)
        case EACCES, EPERM:
            return HTTPServerError(
                .notPermitted,
                "not permitted to listen on \(address); ports below 1024 belong to the administrator, choose a higher one",
                systemCode: code)
        case EADDRNOTAVAIL:
            return HTTPServerError(
                .unknownAddress,
                "can't listen on \(address): it is no address of this machine; choose 127.0.0.1 or one that it has",
                systemCode: code)
        default:
            let reason = unsafe String(cString: strerror(code))
            return HTTPServerError(.noResources, "can't listen on \(address): \(reason)", systemCode: code)
        }
    }
}
