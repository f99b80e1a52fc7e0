internal import CCurl

/// One request under way: what the library still has to send, and what has come back so far.
///
/// The library's callbacks find it through a pointer that is valid while `WebSession` runs the request.
@safe
final class Transfer {
    /// What is still to be sent, in memory that the caller lends while the session runs.
    var outgoing: UnsafeRawBufferPointer
    /// Whether nothing will follow `outgoing`.
    var isBodyComplete: Bool
    /// Whether the library waits for more to send.
    private(set) var isWaitingForBody = false
    /// Whether the library knows that there is no more to send.
    private(set) var isBodyTaken = false
    /// The status code; 0 before the answer's first line.
    private(set) var status = 0
    /// The fields of the answer.
    private(set) var headers: [WebHeader] = []
    /// Bytes of the answer's body that nobody has taken yet.
    private(set) var incoming: [UInt8] = []
    /// Bytes that moved in either direction, to see whether the transfer goes on.
    private(set) var progress = 0

    init(isBodyComplete: Bool) {
        unsafe outgoing = UnsafeRawBufferPointer(start: nil, count: 0)
        self.isBodyComplete = isBodyComplete
    }

    /// Hands out what has come.
    func takeIncoming() -> [UInt8] {
        defer { incoming.removeAll(keepingCapacity: true) }
        return incoming
    }

    /// Says that there is more to send, or that there will be no more.
    func resume() { isWaitingForBody = false }

    /// Fills the library's buffer.
    func send(into destination: UnsafeMutableRawBufferPointer) -> Int {
        let count = unsafe min(outgoing.count, destination.count)
        guard count > 0 else {
            isWaitingForBody = !isBodyComplete
            isBodyTaken = isBodyComplete
            return isBodyComplete ? 0 : souk_curl_pause_reading
        }
        unsafe destination.copyMemory(from: UnsafeRawBufferPointer(rebasing: outgoing.prefix(count)))
        unsafe outgoing = UnsafeRawBufferPointer(rebasing: outgoing.dropFirst(count))
        progress += count
        return count
    }

    /// Takes a piece of the body.
    func receive(_ bytes: UnsafeRawBufferPointer) {
        unsafe incoming.append(contentsOf: bytes)
        progress += bytes.count
    }

    /// Takes a line of the header; an interim answer (100) is forgotten when the next one begins.
    func receiveHeader(_ bytes: UnsafeRawBufferPointer) {
        progress += bytes.count
        var line = unsafe String(decoding: bytes, as: UTF8.self)[...]
        while let last = line.last, last.isNewline { line.removeLast() }
        if line.hasPrefix("HTTP/") {
            let parts = line.split(separator: " ", maxSplits: 2)
            status = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
            headers = []
        } else if let colon = line.firstIndex(of: ":") {
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            headers.append(WebHeader(String(line[..<colon]), String(value)))
        }
    }
}
