internal import FoundationEssentials

/// The process that listens on a port, found through `/proc`.
public struct PortOwner: Sendable, Hashable, CustomStringConvertible {
    /// The process's identifier.
    public var processID: Int
    /// The process's short name, as `ps` shows it.
    public var name: String

    /// The process in words.
    public var description: String {
        "\(name) (process \(processID))"
    }

    /// Looks up who listens on a TCP port; nil when nobody does, or when the process belongs to another user.
    public static func find(port: UInt16) -> PortOwner? {
        let sockets = listeningSockets(port: port)
        guard !sockets.isEmpty else { return nil }
        let files = FileManager.default
        for entry in (try? files.contentsOfDirectory(atPath: "/proc")) ?? [] {
            guard let processID = Int(entry) else { continue }
            let folder = "/proc/\(entry)/fd"
            let descriptors = (try? files.contentsOfDirectory(atPath: folder)) ?? []
            let holds = descriptors.contains { descriptor in
                (try? files.destinationOfSymbolicLink(atPath: "\(folder)/\(descriptor)")).map(sockets.contains) ?? false
            }
            if holds {
                return PortOwner(processID: processID, name: name(ofProcess: processID))
            }
        }
        return nil
    }

    /// The links, `socket:[inode]`, of the sockets in state LISTEN (0A) on a port.
    private static func listeningSockets(port: UInt16) -> Set<String> {
        var sockets: Set<String> = []
        for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
            guard let text = contents(ofFile: table) else { continue }
            for line in text.split(separator: "\n").dropFirst() {
                let fields = line.split(separator: " ")
                guard fields.count > 9, fields[3] == "0A",
                    let local = fields[1].split(separator: ":").last, UInt16(local, radix: 16) == port
                else { continue }
                sockets.insert("socket:[\(fields[9])]")
            }
        }
        return sockets
    }

    private static func name(ofProcess processID: Int) -> String {
        contents(ofFile: "/proc/\(processID)/comm")?.split(separator: "\n").first.map(String.init) ?? "a process"
    }

    /// A file of `/proc`, which tells no size beforehand; nil when it isn't there (another system) or not readable.
    private static func contents(ofFile path: String) -> String? {
        guard let data = try? Data(contentsOf: URL(filePath: path)) else { return nil }
        return String(decoding: data, as: UTF8.self)
    }
}
