internal import CDuckDB

/// An in-memory database; gone when it and all its connections are gone.
///
/// Extensions are never installed or loaded by themselves, and no secret outlives the process.
@safe
public final class DuckDBDatabase {
    private var handle: duckdb_database?

    /// Opens an empty database.
    ///
    /// - Parameter settings: DuckDB's settings by name, `memory_limit` for instance.
    /// - Throws: `DuckDBError` if the library refuses a setting.
    public init(settings: [String: String] = [:]) throws {
        let fixed = [
            "autoinstall_known_extensions": "false", "autoload_known_extensions": "false",
            "allow_community_extensions": "false", "allow_persistent_secrets": "false",
        ]
        var configuration: duckdb_config?
        guard unsafe duckdb_create_config(&configuration) == success else {
            throw DuckDBError(kind: .outOfMemory, message: "no memory for a configuration", activity: "opening")
        }
        defer { unsafe duckdb_destroy_config(&configuration) }
        for (name, value) in settings.merging(fixed, uniquingKeysWith: { $1 }).sorted(by: { $0.key < $1.key }) {
            guard unsafe duckdb_set_config(configuration, name, value) == success else {
                throw DuckDBError(
                    kind: .invalidInput, message: "the setting \(name) does not take the value '\(value)'",
                    activity: "opening a database")
            }
        }
        var message: UnsafeMutablePointer<CChar>?
        let state = unsafe duckdb_open_ext(nil, &handle, configuration, &message)
        guard state == success else {
            let text = unsafe takeText(message) ?? "no reason given"
            throw DuckDBError(kind: .init(message: text), message: text, activity: "opening a database")
        }
    }

    deinit {
        unsafe duckdb_close(&handle)
    }

    /// The version of the linked library, `v1.5.5` for instance.
    public static var libraryVersion: String {
        guard let version = unsafe duckdb_library_version() else { return "" }
        return unsafe String(cString: version)
    }

    /// Opens a connection.
    ///
    /// - Throws: `DuckDBError` if the library has no memory for one.
    public func connect() throws -> DuckDBConnection {
        var connection: duckdb_connection?
        guard unsafe duckdb_connect(handle, &connection) == success, let connection = unsafe connection else {
            throw DuckDBError(kind: .unknown, message: "no connection was given", activity: "connecting")
        }
        return unsafe DuckDBConnection(handle: ConnectionHandle(taking: connection))
    }
}
