extension SparkSession {
    /// Makes few tasks of a shuffle, and of Delta Lake's reading of a table's log, which is a shuffle of its own: 200 and 50 tasks
    /// unless they are told otherwise, which take few cores seconds.
    ///
    /// - Parameters:
    ///   - partitions: how many tasks; 0 for as many as the server runs at once, if it does all work in its own process and
    ///     was told nothing else by whoever runs it.
    ///   - tag: under which what is asked for can be interrupted.
    /// - Throws: `SparkError`.
    public func configureShuffles(partitions: Int, tag: String?) throws(SparkError) {
        guard partitions == 0 else {
            return try configure(Self.shuffles.map { ($0.key, String(partitions)) })
        }
        guard Self.isLocal(master: try configuration("spark.master")) else { return }
        var untold: [String] = []
        for (key, usual) in Self.shuffles where try configuration(key) ?? usual == usual { untold.append(key) }
        guard !untold.isEmpty, let count = try parallelism(tag) else { return }
        try configure(untold.map { ($0, String(count)) })
    }

    /// Whether a server does all work in its own process: `local-cluster[…]` starts others for it.
    static func isLocal(master: String?) -> Bool { master == "local" || master?.hasPrefix("local[") == true }

    /// The properties and what they are if nobody sets them.
    private static let shuffles = [
        (key: "spark.sql.shuffle.partitions", usual: "200"),
        (key: "spark.databricks.delta.snapshotPartitions", usual: "50"),
    ]

    /// Into how many parts the server divides work of its own accord: with `local[*]`, nothing else tells how many cores it has.
    private func parallelism(_ tag: String?) throws(SparkError) -> Int? {
        let sql = "SELECT max(part) FROM (SELECT spark_partition_id() AS part FROM range(0, 100000))"
        guard case .integer(let last)? = try query(sql, tag: tag, timeout: nil).rows().first?.first else { return nil }
        return Int(last) + 1
    }
}
