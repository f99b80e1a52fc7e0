internal import Commerce
internal import Live

/// The metrics in Prometheus' text format, version 0.0.4.
struct MetricsDocument {
    /// How a metric behaves.
    private enum Kind: String {
        case counter, gauge
    }

    /// The snapshot.
    var market: MarketSnapshot
    /// Souk's version.
    var version: String
    /// How many clients listen to the live events.
    var eventClients: Int

    /// The text.
    func text() -> String {
        var lines: [String] = []
        appendMessages(to: &lines)
        appendProgress(to: &lines)
        appendPartitions(to: &lines)
        if let spark = market.pipeline.spark { appendSpark(spark, to: &lines) }
        appendMarket(to: &lines)
        append(
            to: &lines, "souk_event_clients", .gauge, "Clients that listen to the live events.", "\(eventClients)")
        append(
            to: &lines, "souk_build_info", .gauge, "Always 1; says which Souk this is.",
            [(["version": version], "1")])
        return lines.joined(separator: "\n") + "\n"
    }

    private func appendMessages(to lines: inout [String]) {
        let pipeline = market.pipeline
        let counters: [(String, String, Int64)] = [
            ("souk_messages_read_total", "Messages read from the log since the lake began.", pipeline.read),
            ("souk_messages_accepted_total", "Messages that were valid transactions.", pipeline.accepted),
            ("souk_transactions_windowed_total", "Transactions counted into windows.", pipeline.windowed),
            ("souk_window_rows_revised_total", "Window rows written again for late transactions.", pipeline.revised),
            ("souk_windows_closed_total", "Windows closed.", pipeline.windowsClosed),
            (
                "souk_messages_lost_total", "Offsets that retention removed from the log before they were read.",
                pipeline.lost
            ),
            ("souk_commits_total", "Commits to the lake.", pipeline.commits),
        ]
        for (name, help, value) in counters {
            append(to: &lines, name, .counter, help, "\(value)")
        }
        append(
            to: &lines, "souk_messages_rejected_total", .counter, "Messages refused, by reason.",
            PipelineDocument.rejections(pipeline).map { (["reason": $0.reason], "\($0.count)") })
    }

    private func appendProgress(to lines: inout [String]) {
        let pipeline = market.pipeline
        append(
            to: &lines, "souk_stale_windows", .gauge,
            "Windows that await their recomputation because a sale came very late.", "\(pipeline.staleWindows)")
        append(
            to: &lines, "souk_messages_per_second", .gauge, "Messages read a second, over the last seconds.",
            Self.number(pipeline.rate))
        if let watermark = pipeline.watermark {
            append(
                to: &lines, "souk_watermark_timestamp_seconds", .gauge, "The pipeline's watermark, Unix time.",
                Self.seconds(watermark))
        }
        if let lastCommit = pipeline.lastCommit {
            append(
                to: &lines, "souk_last_commit_timestamp_seconds", .gauge, "When the last commit was made, Unix time.",
                Self.seconds(lastCommit))
            append(
                to: &lines, "souk_last_commit_duration_seconds", .gauge, "How long the last commit took.",
                Self.number(pipeline.lastCommitSeconds))
        }
        let phases: [PipelineSnapshot.Phase] = [.starting, .running, .waiting, .draining, .stopped, .following]
        append(
            to: &lines, "souk_pipeline_phase", .gauge, "1 for the phase that the pipeline is in, 0 for the others.",
            phases.map { (["phase": $0.rawValue], $0 == pipeline.phase ? "1" : "0") })
    }

    private func appendPartitions(to lines: inout [String]) {
        let partitions = market.pipeline.partitions
        append(
            to: &lines, "souk_lag_messages", .gauge, "Messages in the log that were not read yet, by partition.",
            partitions.map { (["partition": "\($0.partition)"], "\(max(0, $0.end - $0.position))") })
        append(
            to: &lines, "souk_partition_watermark_timestamp_seconds", .gauge, "A partition's watermark, Unix time.",
            partitions.compactMap { partition in
                partition.watermark.map { (["partition": "\(partition.partition)"], Self.seconds($0)) }
            })
    }

    private func appendMarket(to lines: inout [String]) {
        append(
            to: &lines, "souk_revenue_total", .counter, "Revenue in the currency's major unit.",
            [(["currency": market.currency.code], DecimalText.amount(market.revenue, of: market.currency))])
        append(to: &lines, "souk_articles_total", .counter, "Articles sold.", "\(market.quantity)")
        append(to: &lines, "souk_customers", .gauge, "Different customers, estimated.", "\(market.customers)")
        append(
            to: &lines, "souk_customers_error_ratio", .gauge, "Relative standard error of souk_customers.",
            Self.number(market.customersError))
    }

    private func appendSpark(_ spark: PipelineSnapshot.Spark, to lines: inout [String]) {
        let gauges: [(String, String, (PipelineSnapshot.Query) -> String?)] = [
            ("active", "1 if the streaming query runs on Spark.", { $0.isActive ? "1" : "0" }),
            ("input_rows_per_second", "Rows that came to the streaming query.", { Self.number($0.inputRate) }),
            ("processed_rows_per_second", "Rows it could have taken.", { Self.number($0.processingRate) }),
            ("batch_duration_seconds", "How long its last batch took.", { Self.number($0.batchSeconds) }),
            ("batch", "The number of its last batch.", { $0.batch.map { "\($0)" } }),
            ("watermark_timestamp_seconds", "Its watermark, Unix time.", { $0.watermark.map(Self.seconds) }),
            ("state_rows", "Rows of state that it keeps.", { "\($0.stateRows)" }),
        ]
        for (name, help, value) in gauges {
            append(
                to: &lines, "souk_spark_query_\(name)", .gauge, help,
                spark.queries.compactMap { query in value(query).map { (["query": query.name], $0) } })
        }
        append(
            to: &lines, "souk_spark_query_dropped_rows_total", .counter,
            "Rows that came after its watermark; reconciliation counts them.",
            spark.queries.map { (["query": $0.name], "\($0.droppedRows)") })
        append(
            to: &lines, "souk_spark_query_restarts_total", .counter, "Starts after a failure.",
            spark.queries.map { (["query": $0.name], "\($0.restarts)") })
    }

    private func append(to lines: inout [String], _ name: String, _ kind: Kind, _ help: String, _ value: String) {
        append(to: &lines, name, kind, help, [([:], value)])
    }

    private func append(
        to lines: inout [String], _ name: String, _ kind: Kind, _ help: String,
        _ samples: [(labels: [String: String], value: String)]
    ) {
        lines.append("# HELP \(name) \(help)")
        lines.append("# TYPE \(name) \(kind.rawValue)")
        for (labels, value) in samples {
            let text = labels.map { "\($0.key)=\"\(Self.escaped($0.value))\"" }.sorted().joined(separator: ",")
            lines.append(text.isEmpty ? "\(name) \(value)" : "\(name){\(text)} \(value)")
        }
    }

    /// A label's value with backslash, quote and line feed escaped.
    static func escaped(_ value: String) -> String {
        var text = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    private static func number(_ value: Double) -> String {
        value.isFinite ? "\(value)" : "NaN"
    }

    private static func seconds(_ timestamp: Timestamp) -> String {
        number(Double(timestamp.microseconds) / 1_000_000)
    }
}
