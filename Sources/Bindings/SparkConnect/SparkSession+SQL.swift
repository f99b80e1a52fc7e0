internal import CSparkConnect

extension SparkSession {
    /// Runs a query, which changes nothing. Its rows come as they are computed.
    ///
    /// - Parameters:
    ///   - tag: under which it can be interrupted; no comma in it.
    ///   - timeout: how long it may take until its last row; no limit if nil.
    public func query(_ sql: String, tag: String?, timeout: Duration?) throws(SparkError) -> SparkResult {
        let plan = try Plan(sql, on: address)
        unsafe souk_spark_plan_into_query(plan.handle)
        return try SparkResult(Execution(client, plan, tag: tag, timeout: timeout, "running SQL"))
    }

    /// Runs any statement, such as `INSERT`, `CREATE` or `OPTIMIZE`, and gives its rows. It is done when this returns, except
    /// for a query, whose rows come as they are computed.
    ///
    /// - Parameters:
    ///   - tag: under which it can be interrupted; no comma in it.
    ///   - timeout: how long it may take; no limit if nil.
    public func execute(_ sql: String, tag: String?, timeout: Duration?) throws(SparkError) -> SparkResult {
        let begin = ContinuousClock.now
        let plan = try Plan(sql, on: address)
        unsafe souk_spark_plan_into_command(plan.handle)
        let command = try Execution(client, plan, tag: tag, timeout: timeout, "running SQL")
        try command.finish()
        let rest = timeout.map { max(.milliseconds(1), $0 - (ContinuousClock.now - begin)) }
        return try SparkResult(Execution(client, command.takePlan(), tag: tag, timeout: rest, "reading what SQL gave"))
    }

    /// The columns that a query has; it does not run.
    public func columns(of sql: String) throws(SparkError) -> [SparkColumn] {
        let plan = try Plan(sql, on: address)
        unsafe souk_spark_plan_into_query(plan.handle)
        let planned = unsafe plan.handle
        var schema: OpaquePointer?
        try unsafe attempt("analyzing SQL on \(address)") { failure in
            unsafe schema = souk_spark_client_schema(
                client.handle, planned, Self.answerTimeout.milliseconds, &failure)
            return unsafe schema != nil
        }
        return unsafe schema.map { unsafe SparkColumn.columns(taking: $0) } ?? []
    }

    /// How Spark would run a query; it does not run.
    public func explain(_ sql: String) throws(SparkError) -> String {
        let plan = try Plan(sql, on: address)
        unsafe souk_spark_plan_into_query(plan.handle)
        let planned = unsafe plan.handle
        return try unsafe client.text("explaining SQL") {
            unsafe souk_spark_client_explain(client.handle, planned, Self.answerTimeout.milliseconds, &$0, &$1)
        } ?? ""
    }

    /// Names a query, so that other SQL of the session can read from it. A view of the same name is replaced.
    ///
    /// - Parameter watermark: from which column a streaming view's watermark is taken, and how far it stays behind.
    public func createView(
        _ name: String, of sql: String, watermark: (column: String, delay: String)? = nil
    ) throws(SparkError) {
        let plan = try Plan(sql, on: address)
        plan.mark(watermark)
        try createView(name, plan)
    }

    /// Names a source, so that SQL of the session can read from it. A view of the same name is replaced.
    public func createView(_ name: String, of source: SparkSource) throws(SparkError) {
        try createView(name, Plan(source))
    }

    private func createView(_ name: String, _ plan: borrowing Plan) throws(SparkError) {
        unsafe souk_spark_plan_into_view(plan.handle, name)
        try Execution(client, plan, tag: nil, timeout: Self.answerTimeout, "creating the view \(name)").finish()
    }

    /// Appends the rows of a query to a table in files.
    ///
    /// - Parameters:
    ///   - format: Spark's name of the connector, such as `delta`.
    ///   - path: where the table is.
    ///   - options: the connector's options.
    ///   - tag: under which it can be interrupted; no comma in it.
    ///   - timeout: how long it may take; no limit if nil.
    public func write(
        _ sql: String, format: String, path: String, options: [String: String], tag: String? = nil, timeout: Duration?
    ) throws(SparkError) {
        let plan = try Plan(sql, on: address)
        unsafe souk_spark_plan_into_append(plan.handle, format, path)
        plan.add(options)
        try Execution(client, plan, tag: tag, timeout: timeout, "appending to \(path)").finish()
    }
}

extension Plan {
    /// Begins with what SQL gives.
    ///
    /// - Throws: `SparkError` for a text that would be cut on its way.
    init(_ sql: String, on address: SparkAddress) throws(SparkError) {
        guard !sql.utf8.contains(0) else {
            throw SparkError(.failed, "the SQL has a zero byte in it", activity: "running SQL on \(address)")
        }
        self.init(sql: sql)
    }
}
