/// `souk tail`: print a log's messages.
struct TailCommand: ConfiguredCommand {
    static let source = Positional<LogURL>("URL", "the log: log:DIR, kafka://HOST:PORT/TOPIC, file:PATH or -")
    static let start = ValueOption<TailOptions.Start>(
        "offset", letter: "o", value: "beginning|end|N", "where to begin", default: "end, or beginning with --exit")
    static let exit = FlagOption("exit", letter: "e", "stop at the log's present end")
    static let partition = ValueOption<Int>(
        "partition", letter: "p", value: "N", "print this partition only", default: "all",
        check: { (0...Int(Int32.max)).contains($0) ? nil : "expected 0 to \(Int32.max), found \($0)" })
    static let envelope = FlagOption(
        "json", letter: "J",
        "print a JSON object with partition, offset and payload for each message (payload_base64 if it is not UTF-8)")

    static let specification = CommandSpecification(
        path: ["tail"],
        summary: "print a log's messages",
        discussion: ["Prints one message a line, as it stands in the log, and waits for more until Ctrl-C."],
        positionals: [source.specification],
        options: [start.specification, exit.specification, partition.specification, envelope.specification],
        printsJSON: true,
        examples: [
            CommandExample("souk tail log:data/log", "watch what comes in"),
            CommandExample("souk tail log:data/log -o beginning -e | head -n 3", "the first three messages"),
        ],
        exitCodes: [.configuration, .logUnreachable])

    let options: TailOptions
    let configuration: Configuration

    init(_ arguments: ParsedArguments, configuration: Configuration) throws(CommandError) {
        let stopsAtEnd = arguments[Self.exit] ?? false
        options = TailOptions(
            source: try arguments.required(Self.source),
            start: arguments[Self.start] ?? (stopsAtEnd ? .beginning : .end), stopsAtEnd: stopsAtEnd,
            partition: arguments[Self.partition].map { Int32($0) }, printsEnvelope: arguments[Self.envelope] ?? false)
        self.configuration = configuration
    }
}
