/// Gathers the actions of a log until it is known what the table is.
struct SnapshotBuilder {
    private var tableProtocol: TableProtocol?
    private var metadata: TableMetadata?
    private var pending: [DeltaAction] = []

    /// Takes actions, in the order of the log.
    mutating func take(_ actions: [DeltaAction]) {
        for action in actions { take(action) }
    }

    /// Takes the next action.
    mutating func take(_ action: DeltaAction) {
        switch action {
        case .protocol(let value): tableProtocol = value
        case .metadata(let value): metadata = value
        default: pending.append(action)
        }
    }

    /// The table at a version.
    ///
    /// - Throws: `DeltaError` if the log says neither what the table is nor what it demands.
    func snapshot(version: Int64, at location: String) throws(DeltaError) -> DeltaSnapshot {
        guard let tableProtocol, let metadata else {
            throw DeltaError(
                .damaged,
                "version \(version) of \(location) lacks its \(tableProtocol == nil ? "protocol" : "metadata").")
        }
        try tableProtocol.checkReadable(metadata, at: location)
        var snapshot = DeltaSnapshot(version: version, tableProtocol: tableProtocol, metadata: metadata)
        snapshot.apply(pending)
        return snapshot
    }
}
