/// The process that listens on a port, found in what Linux says in `/proc` (proc(5)).
public struct PortOwner: Sendable, Hashable, CustomStringConvertible {
    /// The process's identifier.
    public var processIdentifier: Int
    /// The process's short name, as `ps` shows it.
    public var name: String

    /// The process in words.
    public var description: String { "\(name) (process \(processIdentifier))" }

    /// Looks up who listens on a TCP port; nil if nobody does, if the process belongs to another user, or if this is no Linux.
    public static func find(port: UInt16) -> PortOwner? {
        let tables = ["/proc/net/tcp", "/proc/net/tcp6"].compactMap(text)
        let links = Set(tables.flatMap { listeningInodes(inTable: $0, port: port) }.map { "socket:[\($0)]" })
        guard !links.isEmpty else { return nil }
        for entry in names(in: "/proc") {
            guard let identifier = Int(entry), holds(identifier, oneOf: links) else { continue }
            let name = text(of: "/proc/\(identifier)/comm")?.split(separator: "\n").first.map(String.init)
            return PortOwner(processIdentifier: identifier, name: name ?? "a program")
        }
        return nil
    }

    /// The sockets that listen on a port, by their inodes.
    ///
    /// - Parameter table: the text of `/proc/net/tcp`: the second column holds address and port in hexadecimal, the fourth
    ///   the state (0A: listening), the tenth the inode.
    static func listeningInodes(inTable table: String, port: UInt16) -> [String] {
        table.split(separator: "\n").dropFirst().compactMap { line in
            let columns = line.split(separator: " ")
            guard columns.count > 9, columns[3] == "0A", let hexadecimal = columns[1].split(separator: ":").last,
                UInt16(hexadecimal, radix: 16) == port
            else { return nil }
            return String(columns[9])
        }
    }

    private static func holds(_ process: Int, oneOf links: Set<String>) -> Bool {
        let directory = "/proc/\(process)/fd"
        return names(in: directory).contains { name in
            (try? Files.linkTarget(of: "\(directory)/\(name)")).map(links.contains) ?? false
        }
    }

    private static func names(in directory: String) -> [String] {
        ((try? Directories.entries(of: directory)) ?? []).map(\.name)
    }

    private static func text(of path: String) -> String? {
        (try? Files.read(path)).map { String(decoding: $0, as: UTF8.self) }
    }
}
