/// `souk stop`: ends background processes with all that they have read committed.
struct StopCommand: ConfiguredCommand {
    static let name = Positional<ProcessName>("NAME", "which one, as souk status calls it", isRequired: false)
    static let all = FlagOption("all", "every one that runs")
    static let lake = ValueOption<LakeURL>("lake", value: "URL", "the one that writes this lake")

    static let specification = CommandSpecification(
        path: ["stop"],
        summary: "end background processes, with everything committed",
        discussion: [
            "Asks the process to stop (SIGTERM) and waits until it has committed what it had read and is gone. Without a name it stops the only one that runs; where nothing runs there is nothing to do, which is no failure.",
            "The exit code is 14 if the process went without its last commit: what that would have held is read again by the next start.",
        ],
        positionals: [name.specification],
        options: [all.specification, lake.specification],
        examples: [
            CommandExample("souk stop up", "the process that souk up --detach has started"),
            CommandExample("souk stop --lake webhdfs://namenode:9870/lake", "whatever writes there"),
            CommandExample("souk stop --all", "everything that runs in the background"),
        ],
        exitCodes: [.drainIncomplete])

    let options: StopOptions

    init(_ arguments: ParsedArguments, configuration: Configuration) throws(CommandError) {
        var choices: [StopOptions] = []
        if let name = arguments[Self.name] { choices.append(.named(name)) }
        if let lake = arguments[Self.lake] { choices.append(.lake(lake)) }
        if arguments[Self.all] == true { choices.append(.all) }
        guard choices.count <= 1 else {
            throw .usage("`souk stop` takes one of NAME, --lake and --all, not several")
        }
        options = choices.first ?? .only
    }
}
