/// What a background process does, by the words of its command: what `souk status` shows and `souk stop` looks for.
struct BackgroundWorkPlan: Codable, Sendable, Hashable {
    /// The command: `up` or `run`.
    var command: String
    /// The log's address.
    var log: String
    /// The lake's address; a directory's is absolute.
    var lake: String
    /// What runs the pipeline.
    var engine: String
    /// The file with the dashboard's token; nil if it asks for none.
    var tokenFile: String?

    private enum CodingKeys: String, CodingKey {
        case command, log, lake, engine
        case tokenFile = "token_file"
    }

    /// The plan of a command.
    ///
    /// - Parameter directory: the directory that relative paths begin at.
    init(
        command: String, log: LogURL, lake: LakeURL, engine: EngineURL, _ configuration: Configuration,
        in directory: String
    ) {
        self.command = command
        self.log = log.argument
        self.lake = Self.address(of: lake, in: directory)
        self.engine = engine.argument
        tokenFile = configuration[.tokenFile].path.map { Self.absolute($0, in: directory) }
    }

    /// The address that two processes have in common if they have the lake in common.
    static func address(of lake: LakeURL, in directory: String) -> String {
        guard let path = lake.directory else { return lake.argument }
        return absolute(path, in: directory)
    }

    private static func absolute(_ path: String, in directory: String) -> String {
        var parts: [Substring] = []
        for part in (path.hasPrefix("/") ? path : "\(directory)/\(path)").split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }
}
