/// Where the value of a configuration entry came from.
enum ConfigurationSource: Sendable, Hashable, CustomStringConvertible {
    /// Nobody set it.
    case standard
    /// A line of a file.
    case file(path: String, line: Int)
    /// An environment variable.
    case environment(name: String)
    /// A flag, with its `--`.
    case flag(String)

    /// The source as messages name it.
    var description: String {
        switch self {
        case .standard: "default"
        case .file(let path, let line): "\(path):\(line)"
        case .environment(let name): name
        case .flag(let name): name
        }
    }
}
