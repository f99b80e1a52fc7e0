/// A line of a commit: an object with one member, named after its action. Actions that Souk does not know have none here.
struct ActionLine: Codable {
    var add: AddFile?
    var remove: RemoveFile?
    var txn: ApplicationTransaction?
    var metaData: TableMetadata?
    var `protocol`: TableProtocol?
    var commitInfo: CommitInfo?

    init(_ action: DeltaAction) {
        switch action {
        case .add(let file): add = file
        case .remove(let file): remove = file
        case .transaction(let transaction): txn = transaction
        case .metadata(let metadata): metaData = metadata
        case .protocol(let demands): `protocol` = demands
        }
    }

    init(_ info: CommitInfo) {
        commitInfo = info
    }

    /// The action, if it is one that changes the table.
    var action: DeltaAction? {
        if let add { return .add(add) }
        if let remove { return .remove(remove) }
        if let txn { return .transaction(txn) }
        if let metaData { return .metadata(metaData) }
        if let `protocol` { return .protocol(`protocol`) }
        return nil
    }
}
