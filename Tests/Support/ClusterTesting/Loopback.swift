import Foundation
import Synchronization

/// TCP ports of this machine.
enum Loopback {
    /// Below the ports that systems give to connections, so that none of those takes one before its server does.
    private static let range = 20_000..<32_000
    private static let given = Mutex<Set<Int>>([])

    /// A port on which nothing listens, on no loopback address, and that was not given before.
    static func freePort() throws(ClusterError) -> Int {
        for _ in 0..<1_000 {
            let port = Int.random(in: range)
            let isNew = given.withLock { $0.insert(port).inserted }
            if isNew, isFree(port) { return port }
        }
        throw ClusterError("no free port from \(range.lowerBound) to \(range.upperBound) after 1000 tries")
    }

    /// Whether something accepts connections on a port.
    static func isListening(_ port: Int, at address: String = "127.0.0.1") -> Bool {
        unsafe withSocket(address, port) { unsafe connect($0, $1, $2) == 0 }
    }

    private static func isFree(_ port: Int) -> Bool {
        unsafe withSocket("0.0.0.0", port) { descriptor, address, length in
            var reuses: Int32 = 1
            unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuses, socklen_t(MemoryLayout<Int32>.size))
            return unsafe bind(descriptor, address, length) == 0
        }
    }

    private static func withSocket(
        _ host: String, _ port: Int, _ body: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Bool
    ) -> Bool {
        #if canImport(Glibc)
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
        let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = unsafe inet_addr(host)
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
