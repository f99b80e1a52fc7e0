internal import Web

/// What the NameNode says of a file or a directory (`FileStatus` of WebHDFS).
struct HDFSFileStatus: Decodable, Sendable, Hashable {
    /// The name in the directory that was listed; empty for what was asked for itself.
    var pathSuffix: String
    /// `FILE`, `DIRECTORY` or `SYMLINK`.
    var type: String
    /// Bytes.
    var length: Int64
    /// Milliseconds since the epoch, by the NameNode's clock.
    var modificationTime: Int64
    /// What the file is, whatever its name. Never used again; 0 if the server does not say.
    var fileId: Int64

    private enum CodingKeys: String, CodingKey {
        case pathSuffix, type, length, modificationTime, fileId
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        pathSuffix = try values.decode(String.self, forKey: .pathSuffix)
        type = try values.decode(String.self, forKey: .type)
        length = try values.decode(Int64.self, forKey: .length)
        modificationTime = try values.decode(Int64.self, forKey: .modificationTime)
        fileId = try values.decodeIfPresent(Int64.self, forKey: .fileId) ?? 0
    }

    /// Whether it is a directory.
    var isDirectory: Bool { type == "DIRECTORY" }

    /// As an entry of its directory.
    var entry: FileStatus {
        FileStatus(
            name: pathSuffix, size: isDirectory ? 0 : length, modified: modificationTime * 1000,
            isDirectory: isDirectory)
    }

    private struct One: Decodable { var FileStatus: HDFSFileStatus }
    private struct Many: Decodable {
        struct Inner: Decodable { var FileStatus: [HDFSFileStatus] }
        var FileStatuses: Inner
    }

    /// The status in an answer to GETFILESTATUS.
    static func one(in response: WebResponse) throws(HDFSFailure) -> HDFSFileStatus {
        try decoding { try JSON.decode(One.self, from: response.body).FileStatus }
    }

    /// The entries in an answer to LISTSTATUS.
    static func many(in response: WebResponse) throws(HDFSFailure) -> [HDFSFileStatus] {
        try decoding { try JSON.decode(Many.self, from: response.body).FileStatuses.FileStatus }
    }

    private static func decoding<Value>(_ body: () throws -> Value) throws(HDFSFailure) -> Value {
        do {
            return try body()
        } catch {
            // A NameNode that goes down while it answers sends a part of the answer.
            throw HDFSFailure(
                .unavailable, "the answer is not one of WebHDFS, or was cut short: \(error)",
                advice: "If this stays so, check that the address is the NameNode's HTTP address (default port 9870).")
        }
    }
}
