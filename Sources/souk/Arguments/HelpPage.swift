/// What `souk` prints about itself.
enum HelpPage: Sendable, Hashable {
    /// `--version`.
    case version
    /// The help of a command, of a group of commands, or, without a path, of everything.
    case help([String])

    /// The page, set to a width.
    func text(width: Int) throws(CommandError) -> String {
        switch self {
        case .version: "souk \(SoukVersion.text)\n"
        case .help(let path): try HelpText(width: width).text(at: path)
        }
    }
}
