/// Where the log and the lake are: where `--log` and `--lake` say, else in the directory that `--data` names, else where the
/// configuration says. `--data` is a flag, so it is stronger than a place from a file.
struct DataPlaces: Sendable, Hashable {
    /// The log.
    let log: LogURL
    /// The lake.
    let lake: LakeURL

    /// The places that a command line and the configuration name.
    init(_ arguments: ParsedArguments, _ configuration: Configuration) {
        let directory = arguments[SharedOptions.data].map { $0.hasSuffix("/") ? $0 : $0 + "/" }
        log = arguments[UpCommand.log] ?? directory.map { .embedded(directory: $0 + "log") } ?? configuration[.logURL]
        lake = arguments[UpCommand.lake] ?? directory.map { .directory($0 + "lake") } ?? configuration[.lakeURL]
    }
}
