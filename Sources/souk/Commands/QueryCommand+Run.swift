import Analysis
import Foundation

extension QueryCommand {
    /// The most rows that a terminal is shown.
    private static let terminalRows = 1_000

    func run(_ context: CommandContext) throws {
        let database = try LakeReading(LakePlace(options.lake, configuration)).database(context)
        let console = context.console
        try QueryRunner(database: database).run(
            try statement(), format: format, rowLimit: console.output.isInteractive ? Self.terminalRows : nil
        ) { try console.write($0) }
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
