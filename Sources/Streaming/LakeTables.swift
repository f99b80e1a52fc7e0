internal import Commerce
internal import Lake

/// The pipeline's side of the Delta log: how its commits are made, and what another writer's commit means for them.
struct LakeTables {
    private(set) var lake: TransactionLake
    let pipeline: String

    init(_ lake: TransactionLake, pipeline: String) {
        self.lake = lake
        self.pipeline = pipeline
    }

    /// The identifier under which `transactions` remembers a partition's next offset.
    func appId(of partition: Int32) -> String { "\(pipeline)/\(partition)" }

    /// Takes up what other writers have committed to `transactions`.
    ///
    /// - Returns: that, as far as the log tells it.
    /// - Throws: `PipelineError` with code `.lakeDamaged` if they have taken rows away, and what reading throws.
    mutating func updateTransactions() throws -> [DeltaCommit] {
        let known = lake.transactions.snapshot
        let commits = try lake.transactions.update()
        try foreignChanges(in: lake.transactions).refuseRemovals(since: known, commits)
        return commits
    }

    /// Takes up what other writers have committed.
    ///
    /// - Returns: what was committed to `transactions`, as far as its log tells it.
    mutating func update() throws -> [DeltaCommit] {
        let commits = try updateTransactions()
        try lake.windows.update()
        try lake.rejected.update()
        return commits
    }

    /// Commits rows, offsets and the record that tells the rest: the one atomic point.
    mutating func commit(_ files: [AddFile], record: CommitRecord, now: Timestamp) throws {
        var actions = files.map(DeltaAction.add)
        for piece in record.pieces {
            actions.append(
                .transaction(
                    ApplicationTransaction(
                        appId: appId(of: piece.partition), version: piece.to, lastUpdated: now.milliseconds)))
        }
        let info = info(record: try record.json(), now: now)
        try Self.commit(actions, to: &lake.transactions, info: info) { [prefix = "\(pipeline)/"] in
            $0.hasPrefix(prefix)
        }
    }

    /// Commits what follows a commit of `transactions` into the two other tables, unless that was done already.
    mutating func commitFollowing(_ record: CommitRecord, now: Timestamp) throws {
        let info = info(record: nil, now: now)
        let progress = ApplicationTransaction(
            appId: pipeline, version: record.sequence, lastUpdated: now.milliseconds)
        try Self.follow(record.following.windows, progress, in: &lake.windows, info: info)
        try Self.follow(record.following.rejected, progress, in: &lake.rejected, info: info)
    }

    /// Writes a checkpoint of each table whose log has grown by enough since the last one.
    mutating func checkpointIfDue(now: Timestamp) throws {
        try lake.transactions.checkpointIfDue(now: now.milliseconds)
        try lake.windows.checkpointIfDue(now: now.milliseconds)
        try lake.rejected.checkpointIfDue(now: now.milliseconds)
    }

    private static func follow(
        _ files: [AddFile], _ progress: ApplicationTransaction, in table: inout DeltaTable, info: CommitInfo
    ) throws {
        let done = table.snapshot.transactionVersion(of: progress.appId) ?? 0
        guard !files.isEmpty, done < progress.version else { return }
        try commit(files.map(DeltaAction.add) + [.transaction(progress)], to: &table, info: info) {
            $0 == progress.appId
        }
    }

    private func info(record: String?, now: Timestamp) -> CommitInfo {
        CommitInfo(
            timestamp: now.milliseconds, operation: "STREAMING UPDATE",
            operationParameters: ["outputMode": "Append", "queryId": pipeline], isBlindAppend: true, souk: record)
    }

    /// Commits, and goes over other writers' commits that don't touch what is ours.
    ///
    /// - Throws: `PipelineError`, with code `.lakeDamaged` if others have changed rows.
    private static func commit(
        _ actions: [DeltaAction], to table: inout DeltaTable, info: CommitInfo, isOurs: @escaping (String) -> Bool
    ) throws {
        while true {
            let known = table.snapshot
            guard case .conflict(let commits) = try table.commit(actions, info: info) else { return }
            try refuseChanges(of: table, since: known, isOurs: isOurs)
            try ForeignChanges(table: table, isOurs: isOurs).refuseRemovals(since: known, commits)
        }
    }

    /// Holds the table against what was known of it, which also says what commits did whose log entries are gone by now.
    private static func refuseChanges(
        of table: DeltaTable, since known: DeltaSnapshot, isOurs: (String) -> Bool
    ) throws {
        let place =
            "\(table.fileSystem.location)/\(table.directory), version \(known.version + 1) to \(table.version),"
        let applications = Set(known.transactions.keys).union(table.snapshot.transactions.keys).filter(isOurs)
        if let changed = applications.sorted().first(where: {
            known.transactions[$0] != table.snapshot.transactions[$0]
        }) {
            throw PipelineError(
                .lakeOwnedByAnother,
                "\(place) was committed by another pipeline with the same partitions (\(changed)). "
                    + "Stop one of the two; what this one had not committed will be read again.")
        }
        guard known.metadata == table.snapshot.metadata, known.tableProtocol == table.snapshot.tableProtocol else {
            throw PipelineError(
                .lakeDoesNotMatch,
                "\(place) changed the table's columns or properties while the pipeline ran. "
                    + "Start the pipeline again; it checks whether it can go on.")
        }
    }
}
