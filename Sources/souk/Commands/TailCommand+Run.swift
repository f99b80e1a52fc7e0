import Analysis
import Foundation
import System
import TransactionLogs

extension TailCommand {
    func run(_ context: CommandContext) throws {
        let log = try LogOpening.reading(
            options.source, follows: !options.stopsAtEnd, configuration, on: context.console)
        let tail = try LogTail(
            log, partitions: try chosenPartitions(of: log), stopsAtEnd: options.stopsAtEnd, start: start(in:))
        defer { tail.close() }
        var isInterrupted = false
        // Until there is something to print, a signal ends the process at once.
        let isStopped = Simulation.StopRequest()
        context.signals.onFirstSignal { _ in isStopped.stop() }
        while !isStopped.isMade {
            let count = try tail.read { partition, records in
                for index in 0..<records.count { try print(records, index, of: partition, context) }
            }
            if count == 0 {
                try context.console.flush()
                if tail.isFinished { break }
                try tail.wait()
                tell(of: log.interruption, &isInterrupted, context.console)
            }
        }
    }

    /// Says once that the log can't be had, and once that it can be again.
    private func tell(of interruption: TransactionLogError?, _ isInterrupted: inout Bool, _ console: Console) {
        guard isInterrupted != (interruption != nil) else { return }
        isInterrupted = interruption != nil
        console.say(interruption.map { "waiting: \($0)" } ?? "reached again: reading goes on", .warning)
    }

    private func chosenPartitions(of log: any TransactionLog) throws -> [Int32] {
        let partitions = try log.partitions()
        guard let chosen = options.partition else { return partitions }
        guard partitions.contains(chosen) else {
            throw CommandError.usage(
                "\(options.source.argument) has no partition \(chosen); it has \(partitions.map(String.init).joined(separator: ", "))"
            )
        }
        return [chosen]
    }

    private func start(in offsets: Range<Int64>) -> Int64 {
        switch options.start {
        case .beginning: return offsets.lowerBound
        case .end: return offsets.upperBound
        case .offset(let offset): return max(offsets.lowerBound, min(offset, offsets.upperBound))
        }
    }

    private func print(
        _ records: borrowing RecordBatch, _ index: Int, of partition: Int32, _ context: CommandContext
    ) throws {
        let payload = records.payload(at: index)
        var bytes = [UInt8](copying: payload)
        guard options.printsEnvelope else {
            bytes.append(UInt8(ascii: "\n"))
            return try context.console.write(bytes)
        }
        var members: [JSONValue.Member] = [
            .init(name: "partition", value: .integer(Int64(partition))),
            .init(name: "offset", value: .integer(records.offset(at: index))),
        ]
        members.append(records.isTombstone(at: index) ? .init(name: "payload", value: .null) : Self.payload(bytes))
        try context.console.writeLine(JSONValue.object(members).compact)
    }

    /// A JSON string can't hold bytes that are not UTF-8 without changing them.
    private static func payload(_ bytes: [UInt8]) -> JSONValue.Member {
        if let text = String(validating: bytes, as: UTF8.self) { return .init(name: "payload", value: .string(text)) }
        return .init(name: "payload_base64", value: .string(Data(bytes).base64EncodedString()))
    }
}
