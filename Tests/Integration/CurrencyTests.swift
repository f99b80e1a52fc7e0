import Foundation
import Testing

/// A currency is a fact of the lake.
@Suite(.needsSouk, .needsOracles)
struct CurrencyTests {
    @Test(arguments: [("JPY", 0), ("MAD", 2), ("TND", 3)])
    func `decoder, tables, windows, report and audit have the currency's decimals`(code: String, digits: Int) throws {
        try withTemporaryDirectory { directory in
            let environment = ["SOUK_SHOP_CURRENCY": code]
            try Souk.succeed(
                ["produce", "--to", "log:log", "--count", "3000", "--seed", "7", "--rate", "max", "--broken", "1%"],
                environment: environment, directory: directory)
            let account = try Souk.succeed(
                ["run", "--from", "log:log", "--lake", "lake", "--until-end", "--json"], environment: environment,
                directory: directory
            ).json()
            #expect(account["accepted"] as? Int ?? 0 > 2_900, "\(account)")
            let tooPrecise = "SELECT count(*) FROM rejected WHERE reason = 'amount_too_precise'"
            #expect(try Souk.row(tooPrecise, in: directory).first.flatMap { Int($0) } ?? .max < 10)
            try Souk.verify(in: directory)

            let sums = try Oracle.run("currency_sums.py", [directory.appending(path: "lake").path])
            try #require(sums.exitCode == 0, "\(sums.errors)")
            let seen = try sums.json()
            #expect(seen["currency"] as? [String] == [code, code])
            #expect(seen["types"] as? [String] == ["decimal128(12, \(digits))", "decimal128(18, \(digits))"])
            let revenue = try #require(seen["transactions"] as? String)
            #expect(seen["windows"] as? String == revenue)
            #expect(revenue.split(separator: ".").dropFirst().first?.count ?? 0 == digits)
            let report = try Souk.succeed(["report", "--lake", "lake", "--json"], directory: directory)
            #expect(
                report.output.contains("\"total_revenue\": \(revenue),"), "\(revenue): \(report.output.prefix(600))")
            #expect(try report.json()["currency"] as? String == code)
            #expect(try Souk.row("SELECT sum(amount) FROM transactions", in: directory) == [revenue])
        }
    }

    @Test func `windows that late sales make stale have the currency's decimals too`() throws {
        try withTemporaryDirectory { directory in
            let lines = [("2026-03-05", 1_250), ("2026-03-01", 333), ("2026-03-05", 2), ("2026-03-01", 1)].map {
                day, yen in
                """
                {"transaction_id":"\(day)-\(yen)","user_id":"u","city":"Fès","category":"Books","amount":\(yen),"quantity":1,\
                "payment_method":"Cash","timestamp":"\(day)T10:00:00Z"}
                """
            }
            try Data(lines.joined(separator: "\n").utf8).write(to: directory.appending(path: "sales.ndjson"))
            let account = try Souk.succeed(
                ["run", "--from", "file:sales.ndjson", "--lake", "lake", "--until-end", "--json"],
                environment: ["SOUK_SHOP_CURRENCY": "JPY"], directory: directory
            ).json()
            #expect(account["accepted"] as? Int == 4, "\(account)")
            let seen = try Oracle.run("currency_sums.py", [directory.appending(path: "lake").path]).json()
            #expect(seen["transactions"] as? String == "1586" && seen["windows"] as? String == "1586", "\(seen)")
            try Souk.verify(log: "file:sales.ndjson", in: directory)
        }
    }

    @Test func `a lake keeps its currency, whatever the configuration says`() throws {
        try withTemporaryDirectory { directory in
            try Souk.produce(100, into: directory)
            try Souk.runToEnd(in: directory)
            let yen = ["SOUK_CURRENCY_CODE": "JPY"]
            let run = try Souk.run(
                ["run", "--from", "log:log", "--lake", "lake", "--until-end"], environment: yen, directory: directory)
            #expect(run.exitCode == 10)
            #expect(run.errors.contains("MAD") && run.errors.contains("JPY"), "\(run.errors)")
            let report = try Souk.succeed(["report", "--lake", "lake"], environment: yen, directory: directory)
            #expect(report.output.contains("MAD") && !report.output.contains("JPY"))
            #expect(report.errors.contains("JPY"), "what is not used is said: \(report.errors)")
            let query = try Souk.succeed(
                ["query", "--lake", "lake", "--format", "csv", "SELECT typeof(amount) FROM transactions LIMIT 1"],
                environment: yen, directory: directory)
            #expect(query.lines.last == "\"DECIMAL(12,2)\"")
        }
    }

    @Test func `a lake from before currencies were remembered is one of dirhams`() throws {
        try withTemporaryDirectory { directory in
            try Souk.produce(100, into: directory)
            try Souk.runToEnd(in: directory)
            for table in ["transactions", "windows", "rejected"] {
                let log = directory.appending(path: "lake/\(table)/_delta_log/00000000000000000000.json")
                let text = try String(contentsOf: log, encoding: .utf8)
                #expect(text.contains("\"souk.currency\":\"MAD\""))
                // As another writer's, which has no checksum that the change would make wrong.
                let older = text.replacing(",\"souk.currency\":\"MAD\"", with: "")
                    .replacing("\"engineInfo\":\"Souk/1\"", with: "\"engineInfo\":\"elder\"")
                    .replacing(/"soukChecksum":"[0-9a-f]+",/, with: "")
                try Data(older.utf8).write(to: log)
            }
            try Souk.produce(100, into: directory)
            #expect(try Souk.runToEnd(in: directory)["rejected"] as? Int == 0)
            try Souk.verify(in: directory)
        }
    }

    @Test func `a message in another currency is rejected for that, and one that names none is not`() throws {
        try withTemporaryDirectory { directory in
            let lines = ["", ",\"devise\":\"MAD\"", ",\"devise\":null", ",\"devise\":\"EUR\"", ",\"currency\":\"EUR\""]
                .map {
                    """
                    {"transaction_id":"t","user_id":"u","city":"Fès","category":"Books","amount":5,"quantity":1,\
                    "payment_method":"Cash","timestamp":1767225600\($0)}
                    """
                }
            try Data(lines.joined(separator: "\n").utf8).write(to: directory.appending(path: "sales.ndjson"))
            try Data("[fields]\ncurrency = \"devise\"\n".utf8).write(to: directory.appending(path: "souk.toml"))
            let account = try Souk.runToEnd(in: directory, log: "file:sales.ndjson")
            #expect(account["accepted"] as? Int == 4, "\(account)")
            #expect(try Souk.row("SELECT _offset, reason FROM rejected", in: directory) == ["3", "wrong_currency"])
        }
    }

    @Test func `a currency that there is not is an error that says which there is`() throws {
        try withTemporaryDirectory { directory in
            let outcome = try Souk.run(
                ["config", "check"], environment: ["SOUK_SHOP_CURRENCY": "mad"], directory: directory)
            #expect(outcome.exitCode == 10)
            #expect(outcome.output.contains("MAD") || outcome.errors.contains("did you mean MAD?"), "\(outcome.errors)")
        }
    }
}
