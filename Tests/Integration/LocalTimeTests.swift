import Foundation
import Testing

/// Times that name no zone: those of whose clock they are.
@Suite(.needsSouk, .needsOracles)
struct LocalTimeTests {
    private static let atItsMoment =
        "SELECT count(*), count(*) FILTER (epoch_us(timestamp) = CAST(transaction_id AS BIGINT)) FROM transactions"

    /// What the reference's producer writes now, by the clock of a place.
    private func messages(_ count: Int, zone: String, in directory: URL) throws {
        let made = try Oracle.run("local_times.py", ["\(count)"], environment: ["TZ": zone])
        try #require(made.exitCode == 0, "\(made.errors)")
        try Data(made.output.utf8).write(to: directory.appending(path: "sales.ndjson"))
    }

    @Test(arguments: ["UTC", "Africa/Casablanca", "America/New_York", "<+01>-1", ":Asia/Tokyo"])
    func `the reference's messages are all accepted, each at its moment, on any clock`(zone: String) throws {
        try withTemporaryDirectory { directory in
            try messages(20, zone: zone, in: directory)
            let account = try Souk.succeed(
                ["run", "--from", "file:sales.ndjson", "--lake", "lake", "--until-end", "--json"],
                environment: ["TZ": zone], directory: directory
            ).json()
            #expect(account["accepted"] as? Int == 20)
            #expect(account["rejected"] as? Int == 0)
            #expect(try Souk.row(Self.atItsMoment, in: directory) == ["20", "20"])
        }
    }

    @Test func `messages of another clock than the machine's need its name`() throws {
        try withTemporaryDirectory { directory in
            try messages(20, zone: "Africa/Casablanca", in: directory)
            let arguments = ["run", "--from", "file:sales.ndjson", "--until-end", "--json", "--lake"]
            let lost = try Souk.succeed(arguments + ["lost"], environment: ["TZ": "UTC"], directory: directory)
            #expect(try lost.json()["rejected"] as? Int == 20, "an hour ahead of the clock")
            try Souk.succeed(
                arguments + ["lake"], environment: ["TZ": "UTC", "SOUK_DECODER_TIME_ZONE": "Africa/Casablanca"],
                directory: directory)
            #expect(try Souk.row(Self.atItsMoment, in: directory) == ["20", "20"])
        }
    }

    @Test(arguments: [
        ("Africa/Casablanca", "Africa/Casablanca"), ("", "UTC"), ("<-0330>3:30", "-03:30"), ("UTC0", "UTC"),
    ])
    func `config show says which zone the machine's is`(variable: String, name: String) throws {
        try withTemporaryDirectory { directory in
            let environment = ["TZ": variable]
            let text = try Souk.succeed(["config", "show"], environment: environment, directory: directory)
            #expect(text.output.contains("here \(name)"))
            let json = try Souk.succeed(["config", "show", "--json"], environment: environment, directory: directory)
            let decoder = try json.json()["decoder"] as? [String: [String: Any]]
            #expect(decoder?["time_zone"]?["resolved"] as? String == name)
        }
    }

    @Test func `a variable TZ that means nothing is an error and not universal time`() throws {
        try withTemporaryDirectory { directory in
            try messages(1, zone: "UTC", in: directory)
            let arguments = ["run", "--from", "file:sales.ndjson", "--lake", "lake", "--until-end"]
            let outcome = try Souk.run(arguments, environment: ["TZ": "Casablanca"], directory: directory)
            #expect(outcome.exitCode == 10)
            #expect(outcome.errors.contains("TZ") && outcome.errors.contains("decoder.time_zone"), "\(outcome.errors)")
        }
    }

    @Test func `the report's period is what the shop's clocks showed`() throws {
        try withTemporaryDirectory { directory in
            let sale = """
                {"transaction_id":"t","user_id":"u","city":"Fès","category":"Books","amount":5,"quantity":1,\
                "payment_method":"Cash","timestamp":"2026-06-30T23:30:00Z"}
                """
            try Data(sale.utf8).write(to: directory.appending(path: "sales.ndjson"))
            try Souk.runToEnd(in: directory, log: "file:sales.ndjson")
            let markdown = try Souk.succeed(["report", "--lake", "lake"], directory: directory).output
            let period = "Period: 2026-07-01 00:30:00 – 2026-07-01 00:30:00 (Africa/Casablanca)"
            #expect(markdown.contains(period), "\(markdown.prefix(400))")
            let json = try Souk.succeed(["report", "--lake", "lake", "--json"], directory: directory).json()
            #expect((json["period"] as? [String: String])?["first"] == "2026-07-01T00:30:00+01:00")
            let html = try Souk.succeed(
                ["report", "--lake", "lake", "--format", "html"], environment: ["SOUK_SHOP_TIME_ZONE": "Asia/Tokyo"],
                directory: directory)
            #expect(html.output.contains("2026-07-01 08:30:00") && html.output.contains("(Asia/Tokyo)"))
            let former = try Souk.succeed(
                ["report", "--lake", "lake", "--json"], environment: ["SOUK_REPORT_TIME_ZONE": "UTC"],
                directory: directory)
            #expect((try former.json()["period"] as? [String: String])?["first"] == "2026-06-30T23:30:00+00:00")
        }
    }
}
