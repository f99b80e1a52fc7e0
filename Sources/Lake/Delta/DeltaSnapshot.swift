/// What a table is at one version: the sum of all commits until then.
public struct DeltaSnapshot: Sendable {
    /// The version.
    public internal(set) var version: Int64
    /// What the table demands of its readers and writers.
    public internal(set) var tableProtocol: TableProtocol
    /// What the table is.
    public internal(set) var metadata: TableMetadata
    /// The data files that belong to it, by their paths.
    public internal(set) var files: [String: AddFile] = [:]
    /// The data files that were removed and may still be read by somebody, by their paths.
    public internal(set) var tombstones: [String: RemoveFile] = [:]
    /// How far applications have come, by their identities.
    public internal(set) var transactions: [String: ApplicationTransaction] = [:]

    /// The data files in the order of their paths.
    public var sortedFiles: [AddFile] {
        files.values.sorted { $0.path < $1.path }
    }

    /// How far an application has come; nil if it never committed here.
    public func transactionVersion(of appId: String) -> Int64? {
        transactions[appId]?.version
    }

    /// Applies the actions of one commit, in their order.
    mutating func apply(_ actions: [DeltaAction]) {
        for action in actions {
            switch action {
            case .add(let file):
                tombstones[file.path] = nil
                files[file.path] = file
            case .remove(let file):
                files[file.path] = nil
                tombstones[file.path] = file
            case .transaction(let transaction): transactions[transaction.appId] = transaction
            case .metadata(let metadata): self.metadata = metadata
            case .protocol(let tableProtocol): self.tableProtocol = tableProtocol
            }
        }
    }
}
