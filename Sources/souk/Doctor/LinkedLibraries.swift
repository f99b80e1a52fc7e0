import DuckDB
import HTTP
import KafkaLogs
import Parquet
import TOML
import Web

/// Finds out which libraries are in this process, in which version and from which file.
enum LinkedLibraries {
    /// How a library is recognized and asked for its version.
    struct Declaration: Sendable {
        /// Its name for people.
        var name: String
        /// How the name of its file begins; nil for one that is compiled into the program.
        var filePrefix: String?
        /// Asks it for its version.
        var version: @Sendable () -> String?
    }

    /// All that Souk is built on.
    static let declarations: [Declaration] = [
        Declaration(name: "Swift runtime", filePrefix: "libswiftCore.so", version: { nil }),
        Declaration(name: "Arrow", filePrefix: "libarrow.so", version: { ParquetLibrary.arrowVersion }),
        Declaration(name: "Parquet", filePrefix: "libparquet.so", version: { ParquetLibrary.parquetVersion }),
        Declaration(
            name: "DuckDB", filePrefix: "libduckdb.so",
            version: { String(DuckDBDatabase.libraryVersion.trimmingPrefix("v")) }),
        Declaration(
            name: "libmicrohttpd", filePrefix: "libmicrohttpd.so", version: { HTTPServer.libraryVersion }),
        Declaration(name: "librdkafka", filePrefix: "librdkafka", version: { KafkaProperties.libraryVersion }),
        Declaration(
            name: "libcurl", filePrefix: "libcurl.so",
            version: {
                WebClient.libraryVersion.split(separator: " ").first.map { String($0.trimmingPrefix("libcurl/")) }
            }),
        Declaration(name: "toml++", filePrefix: nil, version: { TOMLDocument.libraryVersion }),
    ]

    /// Looks the declared libraries up among the files that are mapped into the process.
    ///
    /// - Parameter maps: the text of `/proc/self/maps` (proc(5)).
    static func find(_ declarations: [Declaration] = declarations, inMaps maps: String) -> [LinkedLibrary] {
        let paths = Set(
            maps.split(separator: "\n").compactMap { line in line.firstIndex(of: "/").map { String(line[$0...]) } })
        return declarations.map { declaration in
            guard let prefix = declaration.filePrefix else {
                return LinkedLibrary(name: declaration.name, version: declaration.version(), isPresent: true)
            }
            let path = paths.filter { $0.split(separator: "/").last?.hasPrefix(prefix) == true }.min()
            return LinkedLibrary(
                name: declaration.name, version: path == nil ? nil : declaration.version(),
                path: path, isPresent: path != nil)
        }
    }
}
