import Analysis
import Audit
import Foundation
import Parquet
import Streaming

extension LakeAudit {
    /// The check of the lake's rows against what the log's messages decode to.
    static let contentEqual = "log_content"

    /// Faults of a data file's content, which are findings and not failures of the audit.
    private static let faultsOfContent: Set<ParquetError.Code> = [
        .malformed, .wrongType, .missingColumn, .unexpectedNull,
    ]

    /// Whether the lake holds what the log's messages decode to, message by message and field by field.
    ///
    /// - Parameter committed: the offsets that the lake should hold, by partition.
    func content(
        committed: [Int32: Range<Int64>], _ configuration: Configuration, _ context: CommandContext
    ) throws -> [VerificationResult.Check] {
        guard let log else { return [] }
        var settings = try PipelineSettings(configuration)
        // Whether a time lay in the future depended on the clock when the message was read.
        settings.maximumFutureSkew = .max
        settings.currency = reading.currency
        let audit = LogAudit(
            log: log, lake: reading.lake, decoder: settings.decoder,
            workers: ProcessInfo.processInfo.activeProcessorCount)
        context.signals.onFirstSignal { [console = context.console] _ in console.say("stopping", .info) }
        do {
            let findings = try WorkProgress.show(
                "comparing with the log", unit: "messages", total: try audit.offsetCount(committed: committed),
                on: context.console
            ) { progress in
                try audit.run(committed: committed) { count in
                    guard context.signals.drained == nil else {
                        throw CommandError("comparing with the log: interrupted", exitCode: .interrupted)
                    }
                    progress.advance(by: count)
                }
            }
            return [
                Self.check("log_messages", findings.messageAnswer),
                Self.check(Self.contentEqual, findings.contentAnswer),
            ]
        } catch let error as ParquetError where Self.faultsOfContent.contains(error.code) {
            return [
                VerificationResult.Check(
                    name: Self.contentEqual, passed: false, detail: "the lake's rows can't be compared: \(error)")
            ]
        }
    }

    private static func check(_ name: String, _ answer: LogFindings.Answer) -> VerificationResult.Check {
        VerificationResult.Check(
            name: name, passed: answer.passed, detail: answer.detail, examples: answer.examples)
    }
}
