internal import Web

/// One operation of WebHDFS: a method, its name, and its parameters.
struct HDFSOperation: Sendable {
    var method: WebMethod
    var name: String
    var parameters: [(name: String, value: String)]

    init(_ method: WebMethod, _ name: String, _ parameters: [(name: String, value: String)] = []) {
        self.method = method
        self.name = name
        self.parameters = parameters
    }

    /// The query, percent-encoded.
    var query: String {
        ([("op", name)] + parameters).map { "\($0.0)=\(PercentEncoding.encode($0.1, keepingSlashes: false))" }
            .joined(separator: "&")
    }

    static let status = HDFSOperation(.get, "GETFILESTATUS")
    static let list = HDFSOperation(.get, "LISTSTATUS")
    static let makeDirectories = HDFSOperation(.put, "MKDIRS")
    static let delete = HDFSOperation(.delete, "DELETE")

    /// Opens a file for reading from an offset.
    static func open(offset: Int64) -> HDFSOperation {
        HDFSOperation(.get, "OPEN", offset == 0 ? [] : [("offset", String(offset))])
    }

    /// Makes a new file whose blocks the DataNodes write to their disks when they are closed.
    static let create = HDFSOperation(.put, "CREATE", [("overwrite", "false"), ("createflag", "CREATE,SYNC_BLOCK")])

    /// Renames to an absolute path. Without overwriting, a taken name is an error of its own; the form without options
    /// answers `false` for that and for much else, and moves into a directory of that name.
    static func rename(to destination: String, overwriting: Bool) -> HDFSOperation {
        HDFSOperation(
            .put, "RENAME", [("destination", destination), ("renameoptions", overwriting ? "OVERWRITE" : "NONE")])
    }

    /// Sets when a file was modified, in milliseconds since the epoch.
    static func setModified(_ time: Int64) -> HDFSOperation {
        HDFSOperation(.put, "SETTIMES", [("modificationtime", String(time))])
    }
}
