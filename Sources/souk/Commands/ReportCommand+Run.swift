import Analysis
import Commerce
import Foundation
import System

extension ReportCommand {
    func run(_ context: CommandContext) throws {
        let reading = try LakeReading(LakePlace(options.lake, configuration))
        reading.checkCurrency(configuration, context.console)
        let report = try options.engine.with(reading, configuration, context) { database in
            try build(database, context.console)
        }
        let text = report.rendered(as: format, language: language)
        guard let path = options.outputPath else { return try context.console.write(text) }
        do {
            try write(Array(text.utf8), to: path)
        } catch {
            throw CommandError(
                "the report can't be written: \(error)",
                hints: ["--out names a file in a directory that exists and lets this user write"], exitCode: .failure)
        }
        context.console.say("report written to \(path)")
    }

    private func build(_ database: any SQLDatabase, _ console: Console) throws -> AnalysisReport {
        let zone = try TimeZoneDatabase.resolve(configuration[.shopTimeZone])
        let builder = ReportBuilder(
            database: database, clock: SystemWallClock(),
            timeZone: ReportTimeZone(name: zone.name, offsets: ZoneOffsets(rules: zone.rules)),
            threshold: try configuration[.largeAmount].minorUnits(in: database.currency, of: .largeAmount))
        return try WorkProgress.show("analysing", unit: "lake", total: nil, on: console) { _ in try builder.build() }
    }

    /// A reader sees the old report or the new one. What is no plain file, such as `/dev/null`, is written to as it is.
    private func write(_ bytes: [UInt8], to path: String) throws(SystemError) {
        let target = try Files.attributes(of: path) == nil ? path : Files.absolutePath(of: path)
        guard isReplaceable(target) else {
            return try FileDescriptor(opening: target, .write).write(bytes)
        }
        let draft = target + ".\(Identities.run()).tmp"
        do {
            let file = try FileDescriptor(opening: draft, [.write, .create, .exclusive])
            try file.write(bytes)
            try file.synchronize()
            try file.close()
            try Files.rename(draft, to: target)
        } catch {
            // The first failure is the one to tell of.
            _ = try? Files.remove(draft)
            throw error
        }
    }

    private func isReplaceable(_ path: String) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes.map { $0[.type] as? FileAttributeType == .typeRegular } ?? true
    }

    private var format: ReportFormat {
        switch options.format {
        case .markdown: .markdown
        case .html: .html
        case .json: .json
        }
    }

    private var language: ReportLanguage {
        switch options.language {
        case .english: .english
        case .french: .french
        }
    }
}
