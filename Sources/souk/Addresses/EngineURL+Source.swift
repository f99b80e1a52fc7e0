extension EngineURL {
    /// Refuses a log that the engine can't read.
    ///
    /// - Throws: `CommandError` with exit code 2.
    func check(reads source: LogURL) throws(CommandError) {
        guard case .spark(let address) = self else { return }
        if case .kafka = source { return }
        throw .usage(
            "--engine \(address): Spark reads a Kafka topic, and \(source.argument) is none",
            hints: ["write kafka://HOST:9092/TOPIC; or use --engine native"])
    }
}
