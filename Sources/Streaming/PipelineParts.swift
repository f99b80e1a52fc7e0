internal import Commerce
internal import Lake
internal import Live
internal import TransactionLogs

/// What a pipeline is made of, in every attempt the same.
struct PipelineParts: Sendable {
    let log: any TransactionLog
    let fileSystem: any FileSystem
    let clock: any WallClock
    let hub: Hub
    let history: any TransactionHistory
    let makeIdentity: @Sendable () -> String
    let onEvent: @Sendable (PipelineEvent) -> Void
}
