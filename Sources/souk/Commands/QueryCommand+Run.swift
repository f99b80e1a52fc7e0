import Analysis
import Foundation
import SparkAnalysis

extension QueryCommand {
    /// The most rows that a terminal is shown.
    private static let terminalRows = 1_000

    func run(_ context: CommandContext) throws {
        let reading = try LakeReading(LakePlace(options.lake, configuration))
        reading.checkCurrency(configuration, context.console)
        let statement = try statement()
        let console = context.console
        let limit = console.output.isInteractive ? Self.terminalRows : nil
        switch options.engine {
        case .duckDB:
            try QueryRunner(database: reading.database(context)).run(statement, format: format, rowLimit: limit) {
                try console.write($0)
            }
        case .spark(let address):
            try SparkLake(reading: reading, address: address, configuration: configuration).with(context) { database in
                try SparkQueryRunner(database: database).run(statement, format: format, rowLimit: limit) {
                    try console.write($0)
                }
            }
        }
    }

    private func statement() throws -> String {
        switch options.statement {
        case .text(let text): return text
        case .standardInput:
            let data = try FileHandle.standardInput.readToEnd() ?? Data()
            guard let text = String(data: data, encoding: .utf8) else {
                throw CommandError.usage("the statement on standard input is not UTF-8")
            }
            return text
        }
    }

    private var format: QueryFormat {
        switch options.format {
        case .table: .table
        case .csv: .csv
        case .json: .json
        }
    }
}
