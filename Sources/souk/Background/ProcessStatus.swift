import Analysis
import Foundation

/// A background process as it is now.
struct ProcessStatus: Sendable {
    /// What its file tells.
    let entry: ProcessEntry
    /// What its dashboard tells; nil without one, or if it was not asked or did not answer.
    let pipeline: DashboardClient.Pipeline?
    /// Why the dashboard did not answer.
    let problem: String?

    /// Looks at a process.
    ///
    /// - Parameter asks: whether to ask its dashboard.
    init(_ entry: ProcessEntry, asks: Bool = true) {
        self.entry = entry
        guard asks, let dashboard = entry.dashboard else {
            pipeline = nil
            problem = nil
            return
        }
        do {
            pipeline = try DashboardClient(dashboard, tokenFile: entry.work.tokenFile).pipeline()
            problem = nil
        } catch {
            pipeline = nil
            problem = "\(entry.name): \(error)"
        }
    }

    /// What it is doing.
    var phase: String { pipeline?.phase ?? entry.state.rawValue }

    /// The headings of `row`.
    static let columns: [(heading: String, alignment: TextTable.Alignment)] = [
        ("NAME", .left), ("WHAT", .left), ("LAKE", .left), ("PHASE", .left), ("READ", .right), ("LAG", .right),
        ("RATE/s", .right), ("UPTIME", .left),
    ]

    /// The cells of its line in a table.
    func row(now: Date) -> [String] {
        let engine = entry.work.engine == EngineURL.native.argument ? "" : " on \(entry.work.engine)"
        let uptime = Duration.seconds(max(0, Int64(now.timeIntervalSince(entry.startedAt))))
        return [
            entry.name, entry.work.command + engine, entry.work.lake, phase, pipeline.map { "\($0.read)" } ?? "-",
            pipeline.map { "\($0.lag)" } ?? "-", pipeline.map { "\(Int64($0.rate.rounded()))" } ?? "-",
            Words.duration(uptime),
        ]
    }

    /// All that is known, for a program.
    var json: JSONValue {
        let text = { (value: String?) in value.map(JSONValue.string) ?? .null }
        let number = { (value: Int64?) in value.map { JSONValue.integer($0) } ?? .null }
        return .object([
            "name": .string(entry.name), "pid": .integer(entry.processIdentifier),
            "command": .array(entry.command.map(JSONValue.string)), "directory": .string(entry.directory),
            "what": .string(entry.work.command), "engine": .string(entry.work.engine), "log": .string(entry.work.log),
            "lake": .string(entry.work.lake), "dashboard": text(entry.dashboard),
            "output_file": .string(entry.outputFile), "started_at": .string(entry.startedAt.formatted(.iso8601)),
            "state": .string(entry.state.rawValue), "phase": .string(phase), "message": text(pipeline?.message),
            "read": number(pipeline?.read), "lag": number(pipeline?.lag),
            "rate": pipeline.map { .number($0.rate) } ?? .null,
            "exit_code": number(entry.exitCode.map(Int64.init)),
        ])
    }
}
