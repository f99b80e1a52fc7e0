internal import Commerce
internal import Live

/// The state of the pipeline as JSON, a part of the snapshot's.
enum PipelineDocument {
    /// Writes one object.
    static func write(_ writer: inout JSONWriter, _ pipeline: PipelineSnapshot) {
        writer.object { writer in
            writer.key("phase")
            writer.string(pipeline.phase.rawValue)
            writer.key("message")
            writer.string(orNull: pipeline.message)
            for (name, count) in counts(pipeline) {
                writer.key(name)
                writer.integer(count)
            }
            writer.key("rejected_by_reason")
            writer.object { writer in
                for (reason, count) in rejections(pipeline) {
                    writer.key(reason)
                    writer.integer(count)
                }
            }
            writer.key("rate")
            writer.number(pipeline.rate)
            writer.key("watermark")
            writer.timestamp(pipeline.watermark)
            writer.key("last_commit")
            writer.timestamp(pipeline.lastCommit)
            writer.key("last_commit_seconds")
            writer.number(pipeline.lastCommitSeconds)
            writer.key("partitions")
            writer.array(pipeline.partitions, write)
            writer.key("spark")
            if let spark = pipeline.spark { SparkDocument.write(&writer, spark) } else { writer.string(orNull: nil) }
        }
    }

    /// Rejections by reason, the most frequent first, ties by name: a dictionary's own order changes from run to run.
    static func rejections(_ pipeline: PipelineSnapshot) -> [(reason: String, count: Int64)] {
        pipeline.rejectedByReason.map { (reason: $0.key, count: $0.value) }
            .sorted { ($1.count, $0.reason) < ($0.count, $1.reason) }
    }

    private static func counts(_ pipeline: PipelineSnapshot) -> [(String, Int64)] {
        [
            ("read", pipeline.read), ("accepted", pipeline.accepted), ("rejected", pipeline.rejected),
            ("windowed", pipeline.windowed), ("stale_windows", pipeline.staleWindows), ("revised", pipeline.revised),
            ("windows_closed", pipeline.windowsClosed), ("lost", pipeline.lost),
            ("commits", pipeline.commits), ("lag", pipeline.lag),
        ]
    }

    private static func write(_ writer: inout JSONWriter, _ partition: PipelineSnapshot.Partition) {
        writer.object { writer in
            writer.key("partition")
            writer.integer(partition.partition)
            writer.key("position")
            writer.integer(partition.position)
            writer.key("end")
            writer.integer(partition.end)
            writer.key("watermark")
            writer.timestamp(partition.watermark)
        }
    }
}
