import Testing

@testable import souk

@Suite struct ParserTests {
    @Test func `a value may stand behind a space, behind an equals sign, or against its letter`() throws {
        for words in [
            ["tail", "log:x", "--offset", "end"], ["tail", "--offset=end", "log:x"], ["tail", "-o", "end", "log:x"],
            ["tail", "-oend", "log:x"], ["tail", "-o=end", "log:x"], ["tail", "-eoend", "log:x"],
        ] {
            #expect(try parsed(words)[TailCommand.start] == .end, "\(words)")
        }
    }

    @Test func `letters of flags may be joined`() throws {
        let arguments = try parsed("tail", "-eJq", "log:x")
        #expect(arguments[TailCommand.exit] == true)
        #expect(arguments[TailCommand.envelope] == true)
        #expect(arguments[CommonOptions.quiet] == true)
    }

    @Test func `a flag that can be negated can`() throws {
        #expect(try parsed("up", "--no-color")[CommonOptions.color] == false)
        #expect(try parsed("up", "--color")[CommonOptions.color] == true)
        #expect(try parsed("up")[CommonOptions.color] == nil)
    }

    @Test func `common options may stand before the command`() throws {
        let arguments = try parsed("-c", "my.toml", "--json", "config", "show")
        #expect(arguments.specification.path == ["config", "show"])
        #expect(arguments[CommonOptions.configuration] == "my.toml")
        #expect(arguments[CommonOptions.json] == true)
    }

    @Test func `everything behind two hyphens is an argument`() throws {
        #expect(try parsed("query", "--", "--lake")[QueryCommand.statement] == "--lake")
        #expect(try parsed("query", "--", "--help")[QueryCommand.statement] == "--help")
    }

    @Test func `one hyphen is standard input`() throws {
        #expect(try parsed("query", "-")[QueryCommand.statement] == "-")
        #expect(try parsed("run", "--from", "-").overrides.first?.given.text == "-")
    }

    @Test func `a value may be empty, hold an equals sign, or be a negative number`() throws {
        #expect(try parsed("produce", "--from=")[ProduceCommand.file] == "")
        #expect(try parsed("produce", "--from=a=b")[ProduceCommand.file] == "a=b")
        #expect(mistake("produce", "--seed", "-5")?.message.contains("found \"-5\"") == true)
    }

    @Test func `repeatable arguments take all that is left`() throws {
        #expect(try parsed("help", "config", "check")[all: HelpCommand.path] == ["config", "check"])
        #expect(try parsed("help")[all: HelpCommand.path] == [])
    }

    @Test(arguments: [
        (["produce", "--rat", "5"], "unknown flag --rat for `souk produce`; did you mean --rate?"),
        (["produce", "--colour"], "unknown flag --colour for `souk produce`; did you mean --color?"),
        (["up", "--no-colr"], "unknown flag --no-colr for `souk up`; did you mean --no-color?"),
        (["up", "-z"], "unknown flag -z for `souk up`"),
        (["serve", "--json"], "unknown flag --json for `souk serve`"),
        (["--jsn", "up"], "unknown flag --jsn for `souk`; did you mean --json?"),
        (["porduce"], "unknown command porduce for `souk`; did you mean produce?"),
        (["config", "chek"], "unknown command chek for `souk config`; did you mean check?"),
        (["config"], "`souk config` needs to know what to do: souk config check or souk config show"),
        (["produce", "--rate"], "--rate of `souk produce` needs a value: --rate N|max"),
        (["produce", "--rate", "--seed", "1"], "--rate of `souk produce` needs a value: --rate N|max"),
        (["produce", "--rate", "1", "--rate", "2"], "--rate is given twice to `souk produce`; give it once"),
        (["run", "--until-end=yes"], "--until-end of `souk run` takes no value"),
        (["query"], "`souk query` needs SQL: a SQL statement, or - to read it from standard input"),
        (["query", "a", "b"], "`souk query` does not know what to do with \"b\""),
        (["up", "x"], "`souk up` does not know what to do with \"x\""),
        (
            ["bench", "decod"],
            "NAME: expected one of decode, pipeline, log, marketplace, kafka, found \"decod\"; did you mean decode?"
        ),
        (
            ["produce", "--rate", "fast"],
            "--rate: expected a rate such as 50, 0.2 or 1/min (transactions per second, /min or /h), or max, such as 5k, found \"fast\""
        ),
    ])
    func `a mistake is named, with what was meant where that can be guessed`(words: [String], message: String) throws {
        do {
            _ = try parsed(words)
            Issue.record("no error")
        } catch let error as CommandError {
            #expect(error.message == message)
            #expect(error.exitCode == .usage)
        }
    }

    @Test func `help is asked for by flag, even where the rest is wrong`() throws {
        let parser = CommandLineParser(commands: CommandCatalogue.specifications)
        for (words, path) in [
            (["--help"], []), (["-h"], []), ([], []), (["up", "--rate", "x", "--help"], ["up"]),
            (["config", "-h"], ["config"]), (["config", "show", "--help"], ["config", "show"]), (["-h", "up"], ["up"]),
        ] {
            guard case .text(.help(let found)) = try parser.parse(words) else {
                Issue.record("\(words) is no help")
                continue
            }
            #expect(found == path)
        }
        guard case .text(.version) = try parser.parse(["--version"]) else {
            Issue.record("--version is not answered")
            return
        }
    }

    @Test func `no command declares a name or a letter twice`() {
        for command in CommandCatalogue.specifications {
            let names = command.allOptions.map(\.name), letters = command.allOptions.compactMap(\.letter)
            #expect(Set(names).count == names.count, "\(command.name)")
            #expect(Set(letters).count == letters.count, "\(command.name)")
        }
        let paths = CommandCatalogue.specifications.map(\.path)
        #expect(Set(paths).count == paths.count)
    }

    @Test func `every example can be parsed`() throws {
        for command in CommandCatalogue.specifications {
            for example in command.examples {
                let line = example.commandLine.prefix { $0 != "|" && $0 != ">" && $0 != "<" }
                let quoted = line.split(separator: "\"", omittingEmptySubsequences: false)
                let words = quoted.enumerated().flatMap { index, part in
                    index.isMultiple(of: 2) ? part.split(separator: " ").map(String.init) : [String(part)]
                }
                #expect(words.first == "souk")
                #expect(try parsed(Array(words.dropFirst())).specification.path == command.path, "\(line)")
            }
        }
    }
}
