internal import CSparkConnect

/// The owner of a plan that runs on the server; it is interrupted if it goes before its end.
@safe
final class Execution {
    private let handle: OpaquePointer
    private let client: Client
    private let activity: String

    /// Sends a plan.
    ///
    /// - Parameter timeout: how long it may take altogether; no limit if nil.
    init(
        _ client: Client, _ plan: borrowing Plan, tag: String?, timeout: Duration?, _ activity: String
    ) throws(SparkError) {
        let activity = "\(activity) on \(client.place)"
        var made: OpaquePointer?
        let planned = unsafe plan.handle
        try unsafe attempt(activity) { failure in
            unsafe made = souk_spark_execution_new(client.handle, planned, tag, timeout?.milliseconds ?? -1, &failure)
            return unsafe made != nil
        }
        guard let made = unsafe made else { preconditionFailure("an execution was made without a handle") }
        unsafe handle = made
        self.client = client
        self.activity = activity
    }

    deinit {
        unsafe souk_spark_execution_free(handle)
    }

    /// Waits for the next answer.
    func next() throws(SparkError) -> souk_spark_answer {
        var answer = souk_spark_answer_end
        try unsafe attempt(activity) { unsafe souk_spark_execution_next(handle, &answer, &$0) }
        return answer
    }

    /// Waits for the end, and hands on what comes before it.
    func finish(_ take: (souk_spark_answer) -> Void = { _ in }) throws(SparkError) {
        while true {
            let answer = try next()
            if answer == souk_spark_answer_end { return }
            take(answer)
        }
    }

    /// The texts of the last answer.
    var texts: [String] {
        (0..<(unsafe souk_spark_execution_text_count(handle))).map {
            unsafe String(cString: souk_spark_execution_text(handle, $0))
        }
    }

    /// The flags of a status.
    var flags: souk_spark_stream_flags { unsafe souk_spark_execution_flags(handle) }

    /// The columns, after the answer that has them.
    func takeColumns() -> [SparkColumn] {
        guard let schema = unsafe souk_spark_execution_take_schema(handle) else { return [] }
        return unsafe SparkColumn.columns(taking: schema)
    }

    /// The plan that reads what a command gave, after the answer that has it.
    func takePlan() throws(SparkError) -> Plan {
        guard let plan = unsafe souk_spark_execution_take_plan(handle) else { throw violation("no result") }
        return unsafe Plan(taking: plan)
    }

    /// The rows, after the answer that has them.
    func takeBatch() throws(SparkError) -> SparkBatch {
        guard let batch = unsafe souk_spark_execution_take_batch(handle) else { throw violation("no rows") }
        return try unsafe SparkBatch(BatchHandle(taking: batch), activity)
    }

    /// The error for an answer that should not be.
    func violation(_ words: String) -> SparkError {
        SparkError(.protocolViolation, "the server answered with \(words)", activity: activity)
    }
}

extension SparkColumn {
    /// The columns of a schema, which is freed.
    static func columns(taking schema: OpaquePointer) -> [SparkColumn] {
        defer { unsafe souk_spark_schema_free(schema) }
        return (0..<(unsafe souk_spark_schema_count(schema))).map { index in
            SparkColumn(
                name: unsafe String(cString: souk_spark_schema_name(schema, index)),
                type: unsafe String(cString: souk_spark_schema_type(schema, index)))
        }
    }
}
