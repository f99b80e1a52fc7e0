internal import Parquet

/// One action's column in a batch of a checkpoint, whose members are looked up once and then read by row.
final class CheckpointRecord {
    private let node: ParquetNode
    private let name: String
    private var members: [String: ParquetNode?] = [:]

    /// The column of an action; nil if the checkpoint has none.
    convenience init?(_ batch: ParquetBatch, _ name: String) throws {
        guard let node = try batch.root.field(name, [.structure]) else { return nil }
        self.init(node, name)
    }

    private init(_ node: ParquetNode, _ name: String) {
        self.node = node
        self.name = name
    }

    /// The rows that hold this action.
    var rows: some Sequence<Int> {
        (0..<node.count).lazy.filter { [node] in !node.isNull($0) }
    }

    /// A structure within the action.
    func structure(_ member: String) throws -> CheckpointRecord? {
        try find(member, [.structure]).map { CheckpointRecord($0, "\(name).\(member)") }
    }

    /// A text, or nil.
    func text(_ member: String, _ row: Int) throws -> String? {
        try find(member, [.text, .bytes])?.text(at: row)
    }

    /// An integer, or nil.
    func integer(_ member: String, _ row: Int) throws -> Int64? {
        try find(member, [.integer])?.integer(at: row)
    }

    /// A truth value, or nil.
    func boolean(_ member: String, _ row: Int) throws -> Bool? {
        try find(member, [.boolean])?.boolean(at: row)
    }

    /// A text that must be there.
    func requiredText(_ member: String, _ row: Int) throws -> String {
        guard let value = try text(member, row) else { throw missing(member) }
        return value
    }

    /// An integer that must be there.
    func requiredInteger(_ member: String, _ row: Int) throws -> Int64 {
        guard let value = try integer(member, row) else { throw missing(member) }
        return value
    }

    /// A list of texts, or nil.
    func texts(_ member: String, _ row: Int) throws -> [String]? {
        guard let list = try find(member, [.list]), let range = list.range(at: row) else { return nil }
        let elements = try list.elements([.text, .bytes])
        return range.compactMap { elements.text(at: $0) }
    }

    /// A map of texts, or nil.
    func map(_ member: String, _ row: Int) throws -> [String: String?]? {
        guard let map = try find(member, [.map]), let range = map.range(at: row) else { return nil }
        guard !range.isEmpty else { return [:] }
        let entries = try map.entries(keys: [.text, .bytes], values: [.text, .bytes])
        var texts: [String: String?] = [:]
        for index in range {
            guard let key = entries.keys.text(at: index) else { throw missing("\(member).key") }
            texts.updateValue(entries.values.text(at: index), forKey: key)
        }
        return texts
    }

    /// Refuses a file with a deletion vector.
    func refuseDeletionVector(_ row: Int, _ path: String) throws {
        guard let vector = try find("deletionVector", [.structure]), !vector.isNull(row) else { return }
        try FilePath.refuse(deletionVector: .object([:]), of: path)
    }

    private func find(_ member: String, _ kinds: Set<ParquetNode.Kind>) throws -> ParquetNode? {
        if let known = members[member] { return known }
        let found = try node.field(member, kinds)
        members.updateValue(found, forKey: member)
        return found
    }

    private func missing(_ member: String) -> DeltaError {
        DeltaError(.damaged, "a checkpoint has an action without \(name).\(member).")
    }
}
