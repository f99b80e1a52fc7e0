internal import Web

/// The files of a simulated HDFS, and how a NameNode answers. Held against the answers of Hadoop 3.5.
struct HDFSNamespace {
    struct Node {
        var id: Int64
        var isDirectory: Bool
        var content: [UInt8] = []
        var modified: Int64
    }

    var nodes: [String: Node] = ["/": Node(id: 16385, isDirectory: true, modified: 0)]
    var nextID: Int64 = 16386
    /// The NameNode's clock in milliseconds.
    var clock: Int64 = 1_767_225_600_000

    /// Carries out an operation of the NameNode.
    mutating func answer(_ operation: String, _ path: String, _ parameters: [String: String]) -> WebResponse {
        clock += 1
        if operation != "MKDIRS", let file = fileAbove(path) {
            return Self.refusal(403, "AccessControlException", "\(file) (is not a directory)")
        }
        switch operation {
        case "GETFILESTATUS": return status(path)
        case "LISTSTATUS": return list(path)
        case "MKDIRS": return makeDirectories(path)
        case "DELETE": return delete(path)
        case "RENAME": return rename(path, parameters)
        case "SETTIMES":
            guard nodes[path] != nil else { return missing("File/Directory \(path) does not exist.") }
            nodes[path]?.modified = Int64(parameters["modificationtime"] ?? "") ?? 0
            return WebResponse(status: 200)
        default: return Self.refusal(400, "IllegalArgumentException", "Invalid value for webhdfs parameter \"op\"")
        }
    }

    /// Makes a file, as a DataNode does on behalf of a client.
    mutating func create(_ path: String, _ content: [UInt8]) -> WebResponse {
        clock += 1
        if let file = fileAbove(path) {
            return Self.refusal(403, "ParentNotDirectoryException", "\(file) (is not a directory)\n\tat org.apache")
        }
        guard nodes[path] == nil else {
            return Self.refusal(403, "FileAlreadyExistsException", "\(path) for client 127.0.0.1 already exists")
        }
        _ = makeDirectories(Self.parent(of: path))
        nodes[path] = Node(id: takeID(), isDirectory: false, content: content, modified: clock)
        return WebResponse(status: 201)
    }

    static func refusal(_ status: Int, _ exception: String, _ message: String) -> WebResponse {
        let text = message.map { character in
            switch character {
            case "\"", "\\": "\\\(character)"
            case "\n": "\\n"
            case "\t": "\\t"
            default: String(character)
            }
        }.joined()
        return json(
            status, #"{"RemoteException":{"exception":"\#(exception)","javaClassName":"x","message":"\#(text)"}}"#)
    }

    private func missing(_ message: String) -> WebResponse { Self.refusal(404, "FileNotFoundException", message) }

    private func status(_ path: String) -> WebResponse {
        guard let node = nodes[path] else { return missing("File does not exist: \(path)") }
        return Self.json(200, #"{"FileStatus":\#(Self.describe(node, name: ""))}"#)
    }

    private func list(_ path: String) -> WebResponse {
        guard let node = nodes[path] else { return missing("File \(path) does not exist.") }
        let entries =
            node.isDirectory
            ? nodes.filter { $0.key != "/" && Self.parent(of: $0.key) == path }.sorted { $0.key < $1.key }
                .map { Self.describe($0.value, name: String($0.key.split(separator: "/").last ?? "")) }
            : [Self.describe(node, name: "")]
        return Self.json(200, #"{"FileStatuses":{"FileStatus":[\#(entries.joined(separator: ","))]}}"#)
    }

    private mutating func makeDirectories(_ path: String) -> WebResponse {
        if let file = fileAbove(path) {
            return Self.refusal(403, "ParentNotDirectoryException", "\(file) (is not a directory)")
        }
        if let node = nodes[path], !node.isDirectory {
            return Self.refusal(403, "FileAlreadyExistsException", "Path is not a directory: \(path)")
        }
        var made = path
        while nodes[made] == nil {
            nodes[made] = Node(id: takeID(), isDirectory: true, modified: clock)
            made = Self.parent(of: made)
        }
        return Self.json(200, #"{"boolean":true}"#)
    }

    private mutating func delete(_ path: String) -> WebResponse {
        guard let node = nodes[path] else { return Self.json(200, #"{"boolean":false}"#) }
        if node.isDirectory, nodes.keys.contains(where: { $0 != path && $0.hasPrefix(path + "/") }) {
            return Self.refusal(403, "PathIsNotEmptyDirectoryException", "`\(path) is non empty'")
        }
        nodes[path] = nil
        return Self.json(200, #"{"boolean":true}"#)
    }

    private mutating func rename(_ path: String, _ parameters: [String: String]) -> WebResponse {
        let target = parameters["destination"] ?? ""
        guard let node = nodes[path] else { return missing("rename source \(path) is not found.") }
        if path == target {
            return Self.refusal(403, "FileAlreadyExistsException", "The source and destination are the same")
        }
        guard nodes[Self.parent(of: target)]?.isDirectory == true else {
            return missing("rename destination parent \(target) not found.")
        }
        if let present = nodes[target] {
            guard parameters["renameoptions"] == "OVERWRITE" else {
                return Self.refusal(403, "FileAlreadyExistsException", "rename destination \(target) already exists")
            }
            guard present.isDirectory == node.isDirectory else {
                return Self.refusal(
                    403, "IOException", "Source \(path) and destination \(target) must both be directories")
            }
        }
        nodes[path] = nil
        nodes[target] = node
        return WebResponse(status: 200)
    }

    private mutating func takeID() -> Int64 {
        nextID += 1
        return nextID
    }

    private func fileAbove(_ path: String) -> String? {
        var parent = Self.parent(of: path)
        while parent != "/" {
            if let node = nodes[parent], !node.isDirectory { return parent }
            parent = Self.parent(of: parent)
        }
        return nil
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    private static func json(_ status: Int, _ text: String) -> WebResponse {
        WebResponse(status: status, headers: [WebHeader("Content-Type", "application/json")], body: Array(text.utf8))
    }

    private static func describe(_ node: Node, name: String) -> String {
        #"{"fileId":\#(node.id),"length":\#(node.content.count),"modificationTime":\#(node.modified),"#
            + #""pathSuffix":"\#(name)","type":"\#(node.isDirectory ? "DIRECTORY" : "FILE")"}"#
    }
}
