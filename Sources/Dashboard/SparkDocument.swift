internal import Commerce
internal import Live

/// The cluster that runs the pipeline as JSON, a part of the pipeline's.
enum SparkDocument {
    /// Writes one object.
    static func write(_ writer: inout JSONWriter, _ spark: PipelineSnapshot.Spark) {
        writer.object { writer in
            writer.key("server")
            writer.string(spark.server)
            writer.key("version")
            writer.string(spark.version)
            writer.key("page")
            writer.string(orNull: spark.page)
            writer.key("queries")
            writer.array(spark.queries, write)
        }
    }

    private static func write(_ writer: inout JSONWriter, _ query: PipelineSnapshot.Query) {
        writer.object { writer in
            writer.key("name")
            writer.string(query.name)
            writer.key("is_active")
            writer.boolean(query.isActive)
            writer.key("batch")
            if let batch = query.batch { writer.integer(batch) } else { writer.string(orNull: nil) }
            for (name, value) in [
                ("input_rate", query.inputRate), ("processing_rate", query.processingRate),
                ("batch_seconds", query.batchSeconds),
            ] {
                writer.key(name)
                writer.number(value)
            }
            writer.key("watermark")
            writer.timestamp(query.watermark)
            for (name, count) in [
                ("state_rows", query.stateRows), ("dropped_rows", query.droppedRows), ("restarts", query.restarts),
            ] {
                writer.key(name)
                writer.integer(count)
            }
        }
    }
}
