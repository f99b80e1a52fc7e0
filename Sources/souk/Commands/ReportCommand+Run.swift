import Analysis
import Commerce
import Foundation

extension ReportCommand {
    func run(_ context: CommandContext) throws {
        let database = try LakeReading(options.lake).database(context)
        let zone = configuration[.reportTimeZone]
        let builder = ReportBuilder(
            database: database, clock: SystemWallClock(), timeZoneName: zone.identifier,
            timeZone: ZoneOffsets(rules: try TimeZoneDatabase.rules(of: zone)),
            currency: Currency(code: configuration[.currency]),
            threshold: configuration[.largeAmount].minorUnits)
        let report = try WorkProgress.show("analysing", unit: "lake", total: nil, on: context.console) { _ in
            try builder.build()
        }
        let text = report.rendered(as: format, language: language)
        guard let path = options.outputPath else { return try context.console.write(text) }
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw CommandError(
                "the report can't be written to \(path): \(error.localizedDescription)", exitCode: .failure)
        }
        context.console.say("report written to \(path)")
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
