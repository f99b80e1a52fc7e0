import Analysis
import Commerce
import Foundation
import KafkaLogs
import Marketplace
import System
import TransactionLogs

extension ProduceCommand {
    func run(_ context: CommandContext) throws {
        let began = SystemClock.monotonicNanoseconds()
        let outcome =
            switch options.source {
            case .simulator(let seed, let start, let broken):
                try simulate(seed: seed, start: start, broken: broken, context)
            case .file(let url): try copy(url, context)
            }
        let seconds = Double(SystemClock.monotonicNanoseconds() - began) / 1e9
        try report(outcome, seconds: seconds, context)
    }

    private func simulate(
        seed: UInt64, start: Timestamp?, broken: Share, _ context: CommandContext
    ) throws -> Simulation.Outcome {
        // A pace makes sales of the present, flat out makes a history, which is the same for the same seed.
        let isLive = options.rate != .unlimited && start == nil
        let startTime = start?.microseconds ?? (isLive ? SystemClock.wallMicroseconds() : Simulation.standardStart)
        let description =
            "souk simulation seed=\(seed) start=\(startTime) broken=\(broken.millionths) "
            + "partitions=\(options.partitions) segment=\(configuration[.segmentBytes].bytes)"
        let stopRequest = Simulation.StopRequest()
        let (sink, existing) = try openSink(
            identity: isLive ? Identities.log() : Identities.log(ofSimulation: description), stopRequest, context)
        // Until there is something to deliver, a signal ends the process at once.
        context.signals.onFirstSignal { _ in stopRequest.stop() }
        let simulation = Simulation(
            settings: try SimulatorSettings(
                seed: isLive ? SimulatorSettings.seed(seed, continuingAfter: existing) : seed, start: startTime,
                broken: broken, currency: configuration[.currency]),
            rate: options.rate, isLive: isLive, count: options.count, stopRequest: stopRequest)
        context.console.say(
            ProduceNotice(options).simulating(
                seed: seed, start: isLive ? nil : Timestamp(microseconds: startTime), broken: broken))
        return try write(
            into: sink, "producing", unit: "transactions", LastSale(fields: FieldMapping(), currency: currency), context
        ) { try simulation.run(into: sink, progress: $0) }
    }

    private var currency: Currency { configuration[.currency] }

    private func copy(_ url: LogURL, _ context: CommandContext) throws -> Simulation.Outcome {
        let importer = FileImport(
            source: try LogOpening.reading(url, follows: false, configuration, on: context.console), isCSV: url.isCSV,
            fields: try FieldMapping(configuration), rate: options.rate, count: options.count)
        // The source first: a log is not created for a file that is not there.
        let (sink, _) = try openSink(identity: Identities.log(), importer.stopRequest, context)
        context.signals.onFirstSignal { [stopRequest = importer.stopRequest] _ in stopRequest.stop() }
        context.console.say(ProduceNotice(options).copying(url))
        let lastSale = LastSale(fields: importer.fields, currency: currency)
        return try write(into: sink, "copying", unit: "messages", lastSale, context) {
            try importer.run(into: sink, progress: $0)
        }
    }

    /// Lets `body` write, and shows on a terminal how far it has come and what was sold last.
    private func write(
        into sink: any MessageSink, _ title: String, unit: String, _ lastSale: consuming LastSale,
        _ context: CommandContext,
        _ body: ((_ messages: Int64, _ last: [UInt8]) -> Void) throws -> Simulation.Outcome
    ) throws -> Simulation.Outcome {
        guard context.console.error.isInteractive else {
            // A pipe gets the line at the start and the one at the end.
            let outcome = try body { _, _ in }
            try sink.close()
            return outcome
        }
        var lastSale = lastSale
        return try WorkProgress.show(title, unit: unit, total: options.count, on: context.console) { progress in
            let outcome = try body { messages, last in
                progress.advance(by: messages)
                if !last.isEmpty { progress.note(lastSale.words(of: last)) }
            }
            try sink.close()
            return outcome
        }
    }

    /// Opens what is written to.
    ///
    /// - Returns: the sink, and how many messages are there already, as far as that is known.
    private func openSink(
        identity: [UInt8], _ stopRequest: Simulation.StopRequest, _ context: CommandContext
    ) throws -> (any MessageSink, Int64) {
        switch options.target {
        case .embedded(let directory):
            let writer = try EmbeddedLogWriter(
                opening: directory,
                creating: EmbeddedLogLayout(configuration, identity: identity, partitions: options.partitions))
            return (
                LogSink(
                    writer, decoder: try TransactionDecoder(reading: configuration),
                    retention: RetentionPolicy(configuration)),
                try EmbeddedLog(opening: directory).messageCount()
            )
        case .kafka(let address):
            let settings = try KafkaLogSettings(address, configuration, on: context.console)
            let writer = try KafkaLogWriter(
                settings, creatingPartitions: options.createsTopic ? Int32(configuration.topicPartitions) : nil,
                isStopping: { stopRequest.isMade })
            return (KafkaSink(writer, decoder: try TransactionDecoder(reading: configuration)), 0)
        case .file(let path): return (try LineSink(appendingTo: path), 0)
        case .standardStream:
            let console = context.console
            return (LineSink(write: { try console.write($0) }, finish: { try console.flush() }), 0)
        }
    }

    private func report(_ outcome: Simulation.Outcome, seconds: Double, _ context: CommandContext) throws {
        if options.printsJSON {
            let json: JSONValue = .object([
                "messages": .integer(outcome.messages), "bytes": .integer(outcome.bytes), "seconds": .number(seconds),
                "to": .string(options.target.argument),
            ])
            try context.console.writeLine(json.compact)
        } else {
            let rate = Words.short(seconds > 0 ? Double(outcome.messages) / seconds : 0)
            context.console.say(
                "\(Words.count(outcome.messages, "message")) (\(Words.bytes(outcome.bytes))) in "
                    + "\(options.target.argument) after \(Words.duration(.seconds(seconds))), \(rate)/s")
        }
    }
}
