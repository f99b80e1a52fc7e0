import SparkEngine
import Streaming

/// A pipeline, whichever engine it runs on.
protocol RunnablePipeline: Sendable {
    /// Runs to the log's end or to the drain.
    func run() throws -> RunSummary
    /// Asks for the end, after a last commit.
    func drain()
    /// Gives the lake back.
    func close()
}

extension Pipeline: RunnablePipeline {}

extension SparkJob: RunnablePipeline {}
