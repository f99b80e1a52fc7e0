import Foundation
import Testing

@testable import souk

/// `docs/commands.md` is written from the commands' own declarations. `SOUK_REGENERATE=1 swift test --filter ReferenceTests`
/// writes it again.
@Suite struct ReferenceTests {
    private static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../../docs/commands.md").standardizedFileURL

    @Test func `the reference of the commands says what the commands are`() throws {
        let expected = Self.reference
        if ProcessInfo.processInfo.environment["SOUK_REGENERATE"] == "1" {
            try Data(expected.utf8).write(to: Self.path)
        }
        let written = try String(contentsOf: Self.path, encoding: .utf8)
        #expect(written == expected, "write it again: SOUK_REGENERATE=1 swift test --filter ReferenceTests")
    }

    private static var reference: String {
        var text = """
            # Commands

            What `souk` takes and does. This page is written from the declarations that the program itself reads.

            ```
            \(HelpText(width: 88).overview(CommandCatalogue.specifications))```

            Addresses: a log is `log:DIR` (Souk's own), `kafka://HOST:PORT[,HOST:PORT…]/TOPIC`, `file:PATH` (NDJSON; `produce
            --from` also takes CSV) or `-` (standard input or output); a lake is the path of a directory, or a directory of HDFS:
            `webhdfs://HOST:PORT/PATH`, `swebhdfs://HOST:PORT/PATH` (TLS) or `hdfs://HOST:PORT/PATH`. Counts and rates may be written `1_000_000`, `1M`, `2.5k`; durations `250ms`, `5s`, `1m`,
            `1h30m`; sizes `64MiB` or `64MB`; times as ISO 8601 writes them, UTC if they name no zone.

            Data goes to standard output and words to standard error, so `souk query … | head` does what one expects. The first
            Ctrl-C or SIGTERM drains and commits, and the command exits with 0; the second ends the process at once, with 130
            after Ctrl-C or 143 after SIGTERM, and so does the first where there is nothing to drain.

            ## Exit codes

            | code | meaning |
            |---|---|

            """
        for code in ExitCode.allCases { text += "| \(code.rawValue) | \(code.meaning) |\n" }
        for command in CommandCatalogue.specifications {
            text += "\n## souk \(command.name)\n\n```\n\(HelpText(width: 88).text(for: command))```\n"
        }
        text += """

            ## Configuration

            A flag is stronger than an environment variable, that than the file that `--config` names, that than `./souk.toml`,
            that than `$XDG_CONFIG_HOME/souk/souk.toml` (`~/.config/souk/souk.toml`), and that than the default. They are laid
            over each other key by key. An unknown section, key or variable is an error.

            | key | default | variable | meaning |
            |---|---|---|---|

            """
        for entry in ConfigurationTable.entries {
            let value = entry.defaultText.isEmpty ? "" : "`\(entry.defaultText)`"
            text += "| `\(entry.path)` | \(value) | `\(entry.environmentName)` | \(entry.summary) |\n"
        }
        return text
    }
}
