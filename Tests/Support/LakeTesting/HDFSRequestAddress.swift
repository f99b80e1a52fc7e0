/// The parts of a request's address.
struct HDFSRequestAddress {
    var host = ""
    var path = ""
    /// The operation; a DataNode's has `DATA ` before it.
    var operation = ""
    var parameters: [String: String] = [:]

    init(_ url: String) {
        let parts = url.split(separator: "?", maxSplits: 1)
        for field in parts.dropFirst().joined().split(separator: "&") {
            let pair = field.split(separator: "=", maxSplits: 1)
            parameters[String(pair[0])] = pair.count > 1 ? Self.decode(pair[1]) : ""
        }
        let places = (parts.first ?? "").split(separator: "/", maxSplits: 2)
        host = places.count > 1 ? String(places[1]) : ""
        path = Self.decode((places.count > 2 ? places[2] : "").dropFirst("webhdfs/v1".count))
        let isData = host == SimulatedHDFS.dataNode
        operation = (isData ? "DATA " : "") + (parameters["op"] ?? "")
    }

    private static func decode(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%"), rest.count > 1 else {
                bytes.append(byte)
                continue
            }
            bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
