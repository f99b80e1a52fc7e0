import Commerce
import Foundation
import Streaming
import Windowing

extension PipelineSettings {
    /// The settings that the configuration asks for.
    ///
    /// - Throws: `CommandError` with exit code 10 for values that contradict each other.
    init(_ configuration: Configuration) throws {
        self.init(windows: try WindowSettings(configuration), runIdentity: Identities.run())
        name = configuration[.pipelineName]
        let workers = configuration[.workers]
        self.workers = workers == 0 ? ProcessInfo.processInfo.activeProcessorCount : workers
        commitInterval = configuration[.commitInterval].microseconds
        reconcileInterval = configuration[.reconcileInterval].microseconds
        commitRows = Int(configuration[.commitRows].value)
        start = configuration[.startAt]
        fields = try FieldMapping(configuration)
        timeZone = try TimeZoneDatabase.resolve(configuration[.decoderTimeZone]).rules
        epoch = configuration[.epoch]
        maximumFutureSkew = configuration[.maxFutureSkew].microseconds
        currency = configuration[.currency]
        largeAmount = try configuration[.largeAmount].minorUnits(in: currency, of: .largeAmount)
    }
}

extension WindowSettings {
    /// The windows that the configuration asks for.
    init(_ configuration: Configuration) throws {
        do {
            try self.init(
                size: configuration[.windowSize].microseconds, delay: configuration[.windowDelay].microseconds,
                lateness: configuration[.lateness].microseconds,
                idleTimeout: configuration[.idleTimeout].microseconds)
        } catch {
            throw CommandError("[windows]: \(error)", exitCode: .configuration)
        }
    }
}

extension FieldMapping {
    /// The names that the configuration gives to the fields.
    init(_ configuration: Configuration) throws {
        var names: [TransactionField: String] = [:]
        for field in TransactionField.allCases {
            guard let name = FieldName(rawValue: field.defaultName) else { continue }
            names[field] = configuration[name]
        }
        do {
            try self.init(names: names)
        } catch {
            throw CommandError("[fields]: \(error)", exitCode: .configuration)
        }
    }
}

extension Duration {
    /// Whole microseconds.
    var microseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }
}
