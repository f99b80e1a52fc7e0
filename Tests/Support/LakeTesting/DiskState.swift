internal import Lake
internal import System

/// What a simulated disk holds: what programs see, and what a power failure would leave.
struct DiskState {
    /// A file's content.
    struct Node {
        /// What programs see.
        var content: [UInt8] = []
        /// What is safe.
        var durable: [UInt8] = []
        /// Whether a failed fsync made the system forget what was not safe; later ones then succeed and save nothing.
        var hasLostWrites = false
        var modified: Int64
    }

    /// What a name stands for.
    enum Entry: Hashable {
        case directory
        case file(Int)
    }

    /// A change of a directory that is not safe yet.
    enum Change: Hashable {
        case set(String, Entry)
        case remove(String)
        case rename(String, to: String, Entry)
    }

    var nodes: [Int: Node] = [:]
    var entries: [String: Entry] = ["": .directory]
    private var durableEntries: [String: Entry] = ["": .directory]
    private var pending: [Change] = []
    private var nextNode = 0

    mutating func makeNode(modified: Int64) -> Int {
        defer { nextNode += 1 }
        nodes[nextNode] = Node(modified: modified)
        return nextNode
    }

    /// Changes a directory, for now as programs see it.
    mutating func apply(_ change: Change) {
        Self.apply(change, to: &entries)
        pending.append(change)
    }

    /// Makes the changes of a directory safe.
    mutating func synchronizeDirectory(_ path: String) {
        let changes = pending.filter { Self.directory(of: $0) == path }
        for change in changes { Self.apply(change, to: &durableEntries) }
        pending.removeAll { Self.directory(of: $0) == path }
    }

    /// Makes a file's content safe, unless it was lost before.
    mutating func synchronize(_ node: Int) {
        guard let file = nodes[node], !file.hasLostWrites else { return }
        nodes[node]?.durable = file.content
    }

    /// Leaves what a power failure may leave: of the changes of directories any subset, each one as a whole, and of what
    /// was written to files any prefix, in which any block may be zeros.
    mutating func losePower(_ generator: inout SeededGenerator) {
        for change in pending where Bool.random(using: &generator) { Self.apply(change, to: &durableEntries) }
        pending = []
        entries = durableEntries.filter { path, _ in Self.hasDirectories(path, in: durableEntries) }
        durableEntries = entries
        let living = Set(entries.values)
        for (number, node) in nodes.sorted(by: { $0.key < $1.key }) {
            guard living.contains(.file(number)) else {
                nodes[number] = nil
                continue
            }
            let content = Self.survivor(of: node, &generator)
            nodes[number] = Node(content: content, durable: content, modified: node.modified)
        }
    }

    private static func survivor(of node: Node, _ generator: inout SeededGenerator) -> [UInt8] {
        let safe = node.durable.count
        guard node.content.count > safe else { return node.durable }
        var content = Array(node.content[..<Int.random(in: safe...node.content.count, using: &generator)])
        var block = safe
        while block < content.count {
            let end = min(block + 512, content.count)
            if node.hasLostWrites || Int.random(in: 0..<4, using: &generator) == 0 {
                for index in block..<end { content[index] = 0 }
            }
            block = end
        }
        return content
    }

    private static func apply(_ change: Change, to entries: inout [String: Entry]) {
        switch change {
        case .set(let path, let entry): entries[path] = entry
        case .remove(let path): entries[path] = nil
        case .rename(let from, let to, let entry):
            entries[from] = nil
            entries[to] = entry
        }
    }

    private static func directory(of change: Change) -> String {
        switch change {
        case .set(let path, _), .remove(let path), .rename(_, to: let path, _): parent(of: path)
        }
    }

    private static func hasDirectories(_ path: String, in entries: [String: Entry]) -> Bool {
        path.isEmpty || (entries[parent(of: path)] == .directory && hasDirectories(parent(of: path), in: entries))
    }

    static func parent(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    }
}
