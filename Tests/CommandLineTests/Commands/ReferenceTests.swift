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

    private static let timesAndMoney = """

        ## Times

        A message's `timestamp` is text or a JSON integer.

        - Text is `2026-10-01T10:12:00` with `T` or a space, with seconds and a fraction or without, and a zone behind it or
          behind a space: `Z`, `UTC`, `+01`, `+0100`, `-04:00`. A date alone is its midnight.
        - Without a zone it is what the clocks of `decoder.time_zone` showed. `local`, the default, is the machine's zone: that of
          the variable `TZ`, or else of `/etc/localtime`; `souk config show` says which that is. On Spark its name goes with the
          query, so that the cluster's own zone makes no difference. A time that the clocks skip is read as if they had not been put
          forward yet; of one that they show twice, the earlier is meant.
        - An integer counts from 1970 in UTC: up to 11 digits are seconds, 12 to 14 milliseconds, 15 to 17 microseconds, 18 and more
          nanoseconds. So every second from 1970 to 2200 is read as a second, and milliseconds from March 1973 on as such.
          `decoder.epoch` names the unit where that is not what was meant.

        `shop.time_zone` is the zone of the shop's days and hours: on the page, and for the hours, the period and all times of a
        report. Its JSON has moments with their offset.

        In SQL, `timestamp`, `window_start`, `window_end` and `rejected_at` are moments (`TIMESTAMP WITH TIME ZONE`) and the session's
        zone is UTC, on every machine: `date_trunc('day', timestamp)` is a day of UTC, and `timestamp AT TIME ZONE
        'Africa/Casablanca'` is what the clocks there showed. Moments are printed with a `Z`, what a clock showed without. On Spark the
        same is `convert_timezone('UTC', 'Africa/Casablanca', timestamp)`; its `from_utc_timestamp` shifts the clock in the same way,
        but gives a moment, which is printed with a `Z`.

        ## Money

        `shop.currency` is a currency of ISO 4217, with its number of decimals: none for `JPY` or `XOF`, two for `MAD` or `EUR`, three
        for `TND` or `KWD`. A lake keeps the currency that it was made with, in the property `souk.currency` of its tables; one from
        before that is in dirhams. `run` and `up` with another currency end with exit code 10; `report`, `serve` and `query` go
        by the lake's, and say so if another one is configured. An amount has at most twelve digits, decimals included.

        A message may name its currency in the field `currency`, in capitals or not. If it is not the lake's, the message is rejected
        as `wrong_currency`; null says nothing.

        """

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
            over each other key by key. An unknown section, key or variable is an error. `report.time_zone` and `currency.code`
            are understood as the former names of `shop.time_zone` and `shop.currency`.

            | key | default | variable | meaning |
            |---|---|---|---|

            """
        for entry in ConfigurationTable.entries {
            let value = entry.defaultText.isEmpty ? "" : "`\(entry.defaultText)`"
            text += "| `\(entry.path)` | \(value) | `\(entry.environmentName)` | \(entry.summary) |\n"
        }
        return text + timesAndMoney
    }
}
