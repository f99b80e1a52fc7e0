/// The options of commands that can go on in the background.
struct BackgroundOptions: Sendable, Hashable {
    static let detach = FlagOption(
        "detach",
        "go on in the background: returns when it works, or with its exit code and last words when it has failed")
    static let name = ValueOption<ProcessName>(
        "name", value: "NAME", "what souk status and souk stop call it (with --detach)", default: "the command's name")

    /// Both, for a command's specification.
    static let specifications = [detach.specification, name.specification]

    /// Whether the command is to go on in the background.
    var isDetached: Bool
    /// What it is called there; nil to find it a name.
    var name: ProcessName?

    /// Reads the options.
    init(_ arguments: ParsedArguments) throws(CommandError) {
        isDetached = arguments[Self.detach] ?? false
        name = arguments[Self.name]
        guard isDetached || name == nil else {
            throw .usage("--name names a background process", hints: ["add --detach"])
        }
    }

    /// The words of a command line without these options.
    static func removed(from words: [String]) -> [String] {
        var kept: [String] = []
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" { return kept + [word] + rest }
            if word == "--name" {
                rest = rest.dropFirst()
            } else if word != "--detach", !word.hasPrefix("--name=") {
                kept.append(word)
            }
        }
        return kept
    }
}
