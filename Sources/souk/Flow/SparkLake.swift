import Analysis
import Lake
import SparkAnalysis
import SparkConnect

/// A lake that a command has a Spark cluster read.
struct SparkLake {
    /// The versions of the tables, which Souk reads from their logs.
    let reading: LakeReading
    /// The cluster.
    let address: SparkAddress
    let configuration: Configuration

    /// Opens the lake on the cluster, does something with it, and gives back what the cluster kept for that. Ctrl-C stops the
    /// work on the cluster.
    ///
    /// - Throws: `SparkError`, `CommandError`, and whatever `body` throws.
    func with<Result>(_ context: CommandContext, _ body: (SparkDatabase) throws -> Result) throws -> Result {
        let session = try SparkSession(address, configuration)
        let database = try SparkDatabase(
            session, tables: tables(), currency: reading.currency, timeout: configuration[.sparkTimeout])
        // Only now: a server that was not reached would be waited for once more.
        defer { session.releaseIfOwn(context.console) }
        context.signals.onFirstSignal { [cancellation = database.cancellation, console = context.console] _ in
            do {
                try cancellation.cancel()
            } catch {
                console.say("the cluster was not told to stop: \(error)", .warning)
            }
        }
        defer { close(database, context.console) }
        return try body(database)
    }

    private func tables() throws -> [SparkTable] {
        let lake = reading.lake
        return try [
            (LakeTable.transactions, lake.transactions), (.windows, lake.windows), (.rejected, lake.rejected),
        ].map { table, delta in
            SparkTable(table, path: try reading.place.url.sparkPath(of: delta.directory), version: delta.version)
        }
    }

    private func close(_ database: SparkDatabase, _ console: Console) {
        do {
            try database.close()
        } catch {
            console.say("rows are still kept on the cluster: \(error)", .debug)
        }
    }
}
