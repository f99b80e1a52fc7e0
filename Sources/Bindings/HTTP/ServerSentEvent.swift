/// One event in the text format of server-sent events (WHATWG HTML, section 9.2).
public struct ServerSentEvent: Sendable, Hashable {
    /// The event's number, which a client that reconnects sends back; nil leaves the last one as it is.
    public var id: UInt64?
    /// The event's name; nil stands for `message`.
    public var name: String?
    /// How long a client should wait before it reconnects, in milliseconds; nil leaves it as it is.
    public var retryMilliseconds: Int?
    /// What happened, as UTF-8.
    public var data: [UInt8]

    /// An event.
    public init(id: UInt64? = nil, name: String? = nil, retryMilliseconds: Int? = nil, data: [UInt8]) {
        self.id = id
        self.name = name
        self.retryMilliseconds = retryMilliseconds
        self.data = data
    }

    /// The bytes to be sent. Each line of the data gets a field of its own, so that no data can end the event early.
    public func frame() -> HTTPBytes {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(data.count + 96)
        if let id { bytes.append(contentsOf: "id: \(id)\n".utf8) }
        if let name { bytes.append(contentsOf: "event: \(name)\n".utf8) }
        if let retryMilliseconds { bytes.append(contentsOf: "retry: \(retryMilliseconds)\n".utf8) }
        let isLineEnd: (UInt8) -> Bool = { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        for line in data.split(omittingEmptySubsequences: false, whereSeparator: isLineEnd) {
            bytes.append(contentsOf: "data: ".utf8)
            bytes.append(contentsOf: line)
            bytes.append(UInt8(ascii: "\n"))
        }
        bytes.append(UInt8(ascii: "\n"))
        return HTTPBytes(bytes)
    }
}
