import Foundation
import Glibc

/// A client that sends exactly the bytes it is told to, and reads what comes back.
final class TestClient {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    struct Response {
        var status: Int
        var headers: [String: String]
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }

        func json() throws -> Any { try JSONSerialization.jsonObject(with: Data(body)) }

        func object() throws -> [String: Any] {
            guard let object = try json() as? [String: Any] else { throw Failure(description: "no object: \(text)") }
            return object
        }
    }

    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var events = Data()

    /// Connects to a port of this machine. A small receive buffer makes a client that doesn't read stall soon.
    init(port: UInt16, receiveBufferBytes: Int32? = nil, patienceSeconds: Int = 10) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var bytes = receiveBufferBytes {
            unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, socklen_t(MemoryLayout<Int32>.size))
        }
        var patience = timeval(tv_sec: patienceSeconds, tv_usec: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let status = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw Failure(description: "can't connect: \(errno)") }
    }

    deinit {
        close(descriptor)
    }

    /// Sends one request on a connection of its own and reads the answer.
    static func fetch(
        _ port: UInt16, _ target: String, method: String = "GET", host: String = "localhost",
        headers: [String: String] = [:], body: [UInt8] = []
    ) throws -> Response {
        let client = try TestClient(port: port)
        try client.request(target, method: method, host: host, headers: headers, body: body)
        return try client.response(isHead: method == "HEAD")
    }

    /// The JSON object at a path.
    static func dictionary(_ port: UInt16, _ target: String) throws -> NSDictionary {
        try fetch(port, target).object() as NSDictionary
    }

    func request(
        _ target: String, method: String = "GET", host: String = "localhost", headers: [String: String] = [:],
        body: [UInt8] = []
    ) throws {
        var text = "\(method) \(target) HTTP/1.1\r\nHost: \(host)\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        if !body.isEmpty { text += "Content-Length: \(body.count)\r\n" }
        try send(Array((text + "\r\n").utf8) + body)
    }

    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { throw Failure(description: "the server hung up: \(errno)") }
            rest = rest.dropFirst(sent)
        }
    }

    func response(isHead: Bool = false) throws -> Response {
        var (status, headers) = try head()
        while status == 100 { (status, headers) = try head() }
        var body: [UInt8] = []
        if isHead || status == 304 { return Response(status: status, headers: headers, body: []) }
        if headers["transfer-encoding"] == "chunked" {
            while let chunk = try chunk() { body += chunk }
        } else if let length = headers["content-length"].flatMap(Int.init) {
            body = try take(length)
        }
        return Response(status: status, headers: headers, body: body)
    }

    /// Reads a status and headers, leaving the body.
    func head() throws -> (status: Int, headers: [String: String]) {
        let first = try line()
        let words = first.split(separator: " ")
        guard words.count > 1, let status = Int(words[1]) else { throw Failure(description: "no status: \(first)") }
        var headers: [String: String] = [:]
        while true {
            let text = try line()
            if text.isEmpty { return (status, headers) }
            let parts = text.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        }
    }

    /// The next event of a stream, without its last empty line; nil at the stream's end.
    func event() throws -> String? {
        var searched = 0
        while true {
            if let end = events.range(of: Data([0x0A, 0x0A]), in: searched..<events.count) {
                defer { events = Data(events[end.upperBound...]) }
                return String(decoding: events[..<end.lowerBound], as: UTF8.self)
            }
            searched = max(0, events.count - 1)
            guard let chunk = try chunk() else { return nil }
            events.append(contentsOf: chunk)
        }
    }

    /// The next event that is no heartbeat, as JSON.
    func snapshot() throws -> [String: Any] {
        while let event = try event() {
            guard event.contains("event: snapshot") else { continue }
            let data = event.split(separator: "\n").filter { $0.hasPrefix("data: ") }.map { $0.dropFirst(6) }.joined()
            guard let object = try JSONSerialization.jsonObject(with: Data(data.utf8)) as? [String: Any] else { break }
            return object
        }
        throw Failure(description: "the stream ended without a snapshot")
    }

    /// Reads and forgets until the server closes the connection.
    func waitForHangUp() throws {
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe piece.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
            if count == 0 || (count < 0 && errno == ECONNRESET) { return }
            guard count > 0 else { throw Failure(description: "the server holds on: \(errno)") }
        }
    }

    private func chunk() throws -> [UInt8]? {
        guard let size = Int(try line(), radix: 16) else { throw Failure(description: "no size of a chunk") }
        let bytes = try take(size)
        _ = try line()
        return size == 0 ? nil : bytes
    }

    private func line() throws -> String {
        while true {
            if let end = buffer.firstIndex(of: 0x0A) {
                defer { buffer.removeFirst(end + 1) }
                let text = String(decoding: buffer[..<end], as: UTF8.self)
                return text.hasSuffix("\r") ? String(text.dropLast()) : text
            }
            try fill()
        }
    }

    private func take(_ count: Int) throws -> [UInt8] {
        while buffer.count < count { try fill() }
        defer { buffer.removeFirst(count) }
        return Array(buffer.prefix(count))
    }

    private func fill() throws {
        var piece = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe piece.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
        guard count > 0 else {
            throw Failure(description: count == 0 ? "the server hung up" : "nothing came: \(errno)")
        }
        buffer += piece.prefix(count)
    }
}
