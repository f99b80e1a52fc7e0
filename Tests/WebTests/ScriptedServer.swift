import Foundation
import Glibc
import Synchronization

/// A server that answers every header with the same bytes, with none, or never. It hangs up after an answer with a body.
final class ScriptedServer: Sendable {
    static let fine = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

    let port: UInt16
    private let listener: Int32
    private let connections = Mutex<[Int32]>([])

    var address: String { "http://127.0.0.1:\(port)" }
    var connectionCount: Int { connections.withLock { $0.count } }

    /// - Parameter answer: nil for silence, empty for hanging up.
    init(answer: String? = ScriptedServer.fine) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe bind(listener, pointer, length) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, pointer, &length) == 0
            }
        }
        guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
        self.listener = listener
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [weak self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0, let self else { return }
                connections.withLock { $0.append(connection) }
                Thread.detachNewThread { Self.serve(connection, answer) }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
        for connection in connections.withLock({ $0 }) { close(connection) }
    }

    private static func serve(_ connection: Int32, _ answer: String?) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var head: [UInt8] = []
        while true {
            let count = unsafe recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            head += buffer.prefix(count)
            guard String(decoding: head, as: UTF8.self).contains("\r\n\r\n") else { continue }
            head = []
            guard let answer else { continue }
            let bytes = Array(answer.utf8)
            _ = unsafe send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
            if !answer.hasSuffix("\r\n\r\n") {
                shutdown(connection, Int32(SHUT_RDWR))
                return
            }
        }
    }
}
