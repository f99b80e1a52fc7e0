import Foundation

/// Tells who listens on a port of this machine, from what Linux says in `/proc` (proc(5)).
enum PortOwner {
    /// The name and number of a process that listens on a TCP port; nil if there is none that may be looked at.
    static func describe(port: UInt16) -> String? {
        let inodes = Set(
            ["/proc/net/tcp", "/proc/net/tcp6"].flatMap { path in
                listeningInodes(inTable: WholeFile.text(of: path) ?? "", port: port)
            })
        guard !inodes.isEmpty else { return nil }
        let links = Set(inodes.map { "socket:[\($0)]" })
        for process in processes() where holds(process, oneOf: links) {
            let name = WholeFile.text(of: "/proc/\(process)/comm")
            return "\(name?.trimmingCharacters(in: .newlines) ?? "a program") (process \(process))"
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

    private static func processes() -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.filter { Int($0) != nil }
    }

    private static func holds(_ process: String, oneOf links: Set<String>) -> Bool {
        let directory = "/proc/\(process)/fd"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.contains { name in
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(directory)/\(name)")
            return target.map(links.contains) ?? false
        }
    }
}
