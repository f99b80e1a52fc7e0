internal import CSparkConnect

/// The owner of a plan.
@safe
struct Plan: ~Copyable {
    let handle: OpaquePointer

    init(taking handle: OpaquePointer) {
        unsafe self.handle = handle
    }

    deinit {
        unsafe souk_spark_plan_free(handle)
    }

    /// Begins with what SQL gives.
    init(sql: String) {
        unsafe handle = souk_spark_plan_of_sql(sql)
    }

    /// Begins with what a source has.
    init(_ source: SparkSource) {
        unsafe handle = souk_spark_plan_of_source(source.format, source.schema, source.isStreaming)
        for path in source.paths { unsafe souk_spark_plan_add_path(handle, path) }
        for (key, value) in source.options { unsafe souk_spark_plan_add_source_option(handle, key, value) }
        mark(source.watermark)
    }

    /// Asks something about a streaming query.
    init(_ request: souk_spark_stream_request, _ query: StreamingQuery) {
        unsafe handle = souk_spark_plan_about_stream(query.id, query.runID, request)
    }

    func mark(_ watermark: (column: String, delay: String)?) {
        guard let watermark else { return }
        unsafe souk_spark_plan_add_watermark(handle, watermark.column, watermark.delay)
    }

    func add(_ options: [String: String]) {
        for (key, value) in options { unsafe souk_spark_plan_add_option(handle, key, value) }
    }
}
