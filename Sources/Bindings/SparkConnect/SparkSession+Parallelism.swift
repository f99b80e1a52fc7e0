extension SparkSession {
    /// How many tasks a server runs at once that does all work in its own process (`spark.master` begins with `local`); nil for
    /// one with a cluster behind it, which may grow.
    ///
    /// - Parameter tag: under which the question can be interrupted.
    public func localParallelism(tag: String?) throws(SparkError) -> Int? {
        guard let master = try configuration("spark.master"), master.hasPrefix("local") else { return nil }
        // Only `local[*]` does not tell it: a range has as many parts as there are cores.
        let sql = "SELECT max(part) FROM (SELECT spark_partition_id() AS part FROM range(0, 100000))"
        guard case .integer(let last)? = try query(sql, tag: tag, timeout: nil).rows().first?.first else { return nil }
        return Int(last) + 1
    }

    /// The properties that make a small number of tasks out of a shuffle, and out of Delta Lake's reading of a table's log,
    /// which is a shuffle of its own: of 200 and 50 tasks unless they are told otherwise, which takes few cores seconds.
    public static func shuffles(of partitions: Int) -> [(key: String, value: String)] {
        ["spark.sql.shuffle.partitions", "spark.databricks.delta.snapshotPartitions"].map { ($0, String(partitions)) }
    }
}
