import Testing

@testable import souk

@Suite struct HelpTests {
    @Test func `the help of a command is laid out in aligned sections`() throws {
        let help = HelpText(width: 72).text(for: ServeCommand.specification)
        #expect(
            help == """
                souk serve – the dashboard over a lake that another process writes

                Usage: souk serve [--lake URL] [--listen HOST:PORT]

                Follows the lake's commits and shows them on the dashboard and its API.
                It writes nothing, so any number of them may watch one lake.

                Options:
                      --lake URL          the lake: a directory, or webhdfs://,
                                          swebhdfs:// or hdfs://HOST:PORT/PATH (default:
                                          data/lake)
                      --listen HOST:PORT  where the dashboard listens (default:
                                          127.0.0.1:5000)

                Common options:
                  -c, --config FILE      read this configuration file before ./souk.toml
                                         and the user's own
                  -q, --quiet            say nothing but warnings and errors
                      --[no-]color       colour what a terminal shows (default: if it is
                                         one and NO_COLOR is unset)
                      --log-level LEVEL  debug, info, warning or error (default: info)
                  -h, --help             show this help

                Examples:
                  $ souk serve --lake data/lake --listen 127.0.0.1:8080
                      a second dashboard

                Exit codes:
                  0   done
                  1   failed in a way that no other code stands for
                  2   the command line could not be understood
                  10  configuration or authorisation; starting again changes nothing
                  12  the lake can't be reached

                Environment:
                  SOUK_LAKE_URL          as --lake
                  SOUK_DASHBOARD_LISTEN  as --listen
                  SOUK_LOGGING_LEVEL     as --log-level
                  NO_COLOR               if not empty, no colour

                """)
    }

    @Test func `no help is wider than the terminal, but for lines to copy`() throws {
        for width in [60, 80, 120] {
            for command in CommandCatalogue.specifications {
                for line in HelpText(width: width).text(for: command).split(separator: "\n") {
                    guard !line.hasPrefix("  $ "), line.contains(" ") else { continue }
                    #expect(line.count <= width, Comment(rawValue: String(line)))
                }
            }
        }
    }

    @Test func `every command has help that names its options, by flag and by command`() {
        for command in CommandCatalogue.specifications {
            let run = CommandLineRun("help", command.name)
            let words = command.path.count == 2 ? CommandLineRun("help", command.path[0], command.path[1]) : run
            #expect(words.exitCode == .done)
            #expect(words.words.isEmpty)
            for option in command.options {
                #expect(words.output.contains("--\(option.name)") || words.output.contains("--[no-]\(option.name)"))
            }
        }
    }

    @Test func `the overview lists every command`() {
        let run = CommandLineRun()
        #expect(run.exitCode == .done)
        for command in CommandCatalogue.specifications { #expect(run.output.contains("\n  \(command.name) ")) }
    }

    @Test func `a group of commands has help of its own`() {
        let run = CommandLineRun("config", "--help")
        #expect(run.exitCode == .done)
        #expect(run.output.contains("config check"))
        #expect(run.output.contains("config show"))
    }

    @Test func `help for what does not exist suggests what does`() {
        let run = CommandLineRun("help", "prodce")
        #expect(run.exitCode == .usage)
        #expect(run.output.isEmpty)
        #expect(run.words.contains("there is no command prodce; did you mean produce?"))
    }
}
