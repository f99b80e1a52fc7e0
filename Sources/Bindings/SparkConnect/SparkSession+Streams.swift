internal import CSparkConnect

extension SparkSession {
    /// Starts a streaming query, and waits until Spark has it running.
    public func start(_ stream: SparkStream) throws(SparkError) -> StreamingQuery {
        let plan = try Plan(stream.sql, on: address)
        var interval: String?
        if case .interval(let text) = stream.trigger { interval = text }
        unsafe souk_spark_plan_into_stream(
            plan.handle, stream.name, stream.format, stream.outputMode, stream.path, interval,
            stream.trigger == .availableNow)
        plan.add(stream.options)
        let execution = try Execution(
            client, plan, tag: nil, timeout: Self.streamTimeout, "starting the streaming query \(stream.name)")
        guard let started = try queries(from: execution).first else {
            throw execution.violation("no streaming query")
        }
        return started
    }

    /// The streaming queries of the session that run.
    public func activeQueries() throws(SparkError) -> [StreamingQuery] {
        let plan = unsafe Plan(taking: souk_spark_plan_about_streams())
        return try queries(
            from: Execution(
                client, plan, tag: nil, timeout: Self.answerTimeout, "asking for the streaming queries"))
    }

    /// What a streaming query does at this moment.
    public func status(of query: StreamingQuery) throws(SparkError) -> StreamingQueryStatus {
        let execution = try ask(souk_spark_stream_status, query, Self.answerTimeout, "asking for the status of")
        var status: StreamingQueryStatus?
        try execution.finish { answer in
            guard answer == souk_spark_answer_status else { return }
            let flags = execution.flags
            status = StreamingQueryStatus(
                isActive: flags.is_active, isDataAvailable: flags.is_data_available,
                isTriggerActive: flags.is_trigger_active, message: execution.texts.first ?? "")
        }
        guard let status else { throw execution.violation("no status") }
        return status
    }

    /// What the last batch of a streaming query did, as JSON; nil before the first one.
    public func lastProgress(of query: StreamingQuery) throws(SparkError) -> String? {
        let execution = try ask(souk_spark_stream_progress, query, Self.answerTimeout, "asking for the progress of")
        var progress: String?
        try execution.finish { answer in
            if answer == souk_spark_answer_progress { progress = execution.texts.last }
        }
        return progress
    }

    /// What the last batches of a streaming query did, each as JSON, the oldest first; as many as
    /// `spark.sql.streaming.numRecentProgressUpdates` keeps.
    public func recentProgress(of query: StreamingQuery) throws(SparkError) -> [String] {
        let execution = try ask(souk_spark_stream_history, query, Self.answerTimeout, "asking for the history of")
        var history: [String] = []
        try execution.finish { answer in
            if answer == souk_spark_answer_progress { history = execution.texts }
        }
        return history
    }

    /// Why a streaming query ended; nil if it runs, or was stopped.
    public func failure(of query: StreamingQuery) throws(SparkError) -> SparkError? {
        let execution = try ask(souk_spark_stream_failure, query, Self.answerTimeout, "asking for the failure of")
        var failure: SparkError?
        try execution.finish { answer in
            guard answer == souk_spark_answer_failure, let message = execution.texts.first else { return }
            failure = SparkError(
                .failed, message, activity: "running the streaming query \(query.name)",
                errorClass: execution.texts.last.flatMap { $0.isEmpty ? nil : $0 })
        }
        return failure
    }

    /// Waits until a streaming query has written all that its sources had when this was called.
    ///
    /// - Parameter timeout: how long it may take; no limit if nil.
    public func processAllAvailable(_ query: StreamingQuery, timeout: Duration?) throws(SparkError) {
        try ask(souk_spark_stream_drain, query, timeout, "waiting for").finish()
    }

    /// Stops a streaming query, and waits until it has ended. Nothing happens if it has ended already.
    public func stop(_ query: StreamingQuery) throws(SparkError) {
        try ask(souk_spark_stream_stop, query, Self.streamTimeout, "stopping").finish()
    }

    private func ask(
        _ request: souk_spark_stream_request, _ query: StreamingQuery, _ timeout: Duration?, _ activity: String
    ) throws(SparkError) -> Execution {
        let name = query.name.isEmpty ? query.id : query.name
        return try Execution(
            client, Plan(request, query), tag: nil, timeout: timeout, "\(activity) the streaming query \(name)")
    }

    private func queries(from execution: Execution) throws(SparkError) -> [StreamingQuery] {
        var queries: [StreamingQuery] = []
        try execution.finish { answer in
            let texts = execution.texts
            guard answer == souk_spark_answer_stream, texts.count == 3 else { return }
            queries.append(StreamingQuery(id: texts[0], runID: texts[1], name: texts[2]))
        }
        return queries
    }
}
