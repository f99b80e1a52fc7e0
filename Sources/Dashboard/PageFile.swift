internal import Assets
internal import HTTP

/// One file of the page with all that its responses need.
struct PageFile: Sendable {
    /// The file's bytes, shared by all responses.
    let bytes: HTTPBytes
    /// The `Content-Type`.
    let contentType: String
    /// The `ETag`: changes whenever the bytes do.
    let entityTag: String

    /// All files by the path under which they are served.
    static func all() -> [String: PageFile] {
        var files: [String: PageFile] = [:]
        for name in EmbeddedFiles.names {
            guard let bytes = EmbeddedFiles.bytes(named: name) else { continue }
            files[name == "index.html" ? "/" : "/assets/\(name)"] = PageFile(name: name, bytes: bytes)
        }
        return files
    }

    private init(name: String, bytes: [UInt8]) {
        self.bytes = HTTPBytes(bytes)
        contentType =
            switch name.split(separator: ".").last {
            case "html": "text/html; charset=utf-8"
            case "css": "text/css; charset=utf-8"
            case "js": "text/javascript; charset=utf-8"
            case "svg": "image/svg+xml"
            default: "application/octet-stream"
            }
        // FNV-1a: the tag tells versions of one file apart, it protects nothing.
        let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
        entityTag = "\"\(String(hash, radix: 16))-\(bytes.count)\""
    }

    /// The file, or 304 when the client has it already. A client asks each time, so that it never keeps an old page.
    func response(to request: HTTPRequest) -> HTTPResponse {
        let headers: [HTTPRequest.Field] = [
            .init(name: "Content-Type", value: contentType),
            .init(name: "Cache-Control", value: "no-cache"),
            .init(name: "ETag", value: entityTag),
        ]
        let tags = request.values(ofHeader: "If-None-Match").joined(separator: ",").split(separator: ",")
        let isKnown = tags.contains { tag in
            let tag = String(tag.drop { $0 == " " })
            return tag == entityTag || tag == "W/" + entityTag || tag == "*"
        }
        return isKnown
            ? HTTPResponse(status: 304, headers: headers, body: .bytes(HTTPBytes("")))
            : HTTPResponse(status: 200, headers: headers, body: .bytes(bytes))
    }
}
