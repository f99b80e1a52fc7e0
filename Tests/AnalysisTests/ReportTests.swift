import Analysis
import Commerce
import Foundation
import Testing

@Suite struct ReportTests {
    private struct StoppedClock: WallClock {
        func now() -> Timestamp { Timestamp(microseconds: 1_714_564_800_000_000) }
    }

    /// One hour ahead of UTC until a moment, level with it from then on, as in Morocco before a Ramadan.
    private struct OneTransition: TimeZoneOffsets {
        static let moment: Int64 = 1_710_036_000_000_000

        func offsetSeconds(atUTCMicroseconds microseconds: Int64) -> Int {
            microseconds < Self.moment ? 3600 : 0
        }
    }

    private func report(of lake: TestLake) throws -> AnalysisReport {
        try ReportBuilder(
            database: try lake.database(), clock: StoppedClock(),
            timeZone: ReportTimeZone(name: "Africa/Casablanca", offsets: OneTransition())
        ).build()
    }

    static let hostileNames = [
        "a|b", "<script>alert(1)</script>", "l1\nl2", "Fès 🇲🇦", "مراكش", "\"q\" & 'r'", "*b* `c` _d_ [e]",
    ]

    static func sales(seed: UInt64, count: Int) -> [Sale] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { index in
            Sale(
                "t\(index % 7)-\(index)", user: "u\(Int.random(in: 0..<60, using: &random))",
                city: hostileNames[Int.random(in: 0..<7, using: &random)],
                category: hostileNames[Int.random(in: 2..<7, using: &random)],
                amount: Bool.random(using: &random)
                    ? Int64.random(in: 1...300, using: &random) * 50 : Int64.random(in: 1...300_000, using: &random),
                quantity: Int32.random(in: 1...9, using: &random),
                payment: ["card", "cash"][Int.random(in: 0..<2, using: &random)],
                time: OneTransition.moment + Int64.random(in: -172_800...172_800, using: &random) * 1_000_000
                    + Int64.random(in: 0..<1_000_000, using: &random),
                partition: Int32(index % 3), offset: Int64(index / 3))
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `every number equals a plain computation over the rows`(seed: UInt64) throws {
        try withTestLake { lake in
            let sales = Self.sales(seed: seed, count: 700)
            try lake.write(Array(sales[..<300]), name: "one")
            try lake.write(Array(sales[300...]), name: "two")
            let rejected = (0..<9).map { RejectedRow(offset: $0, reason: ["b", "a", "c"][Int($0) % 3]) }
            try lake.write(rejected + [RejectedRow(offset: 9, reason: "c")])
            let report = try report(of: lake)
            let all = sales.map(\.transaction)

            #expect(report.totals == Oracle.totals(all))
            #expect(report.smallestAmount == all.map(\.amount).min())
            #expect(report.largestAmount == all.map(\.amount).max())
            #expect(report.period?.lowerBound == all.map(\.timestamp).min())
            #expect(report.period?.upperBound == all.map(\.timestamp).max())
            #expect(report.customers == Int64(Set(all.map(\.userID)).count))
            #expect(report.categories == Oracle.groups(all, by: \.category))
            #expect(report.paymentMethods == Oracle.groups(all, by: \.paymentMethod))
            #expect(report.cities.map { Oracle.Group($0) } == Oracle.cities(all))
            #expect(report.topCustomers == Oracle.customers(all))
            #expect(report.topTransactions == Array(Oracle.largestFirst(all).prefix(10)))
            let large = all.filter { $0.amount > 100_000 }
            #expect(report.largeTransactions.transactions == Int64(large.count))
            #expect(report.largeTransactions.revenue == Oracle.totals(large).revenue)
            #expect(report.largeTransactions.largest == Array(Oracle.largestFirst(large).prefix(20)))
            #expect(report.hours == Oracle.hours(all) { OneTransition().offsetSeconds(atUTCMicroseconds: $0) })
            #expect(report.days == Oracle.days(all) { OneTransition().offsetSeconds(atUTCMicroseconds: $0) })
            #expect(report.leadingCategory == Oracle.groups(all, by: \.category).first)
            #expect(report.leadingCity?.key == Oracle.cities(all).first?.key)
            #expect(report.peakHour?.transactions == report.hours.map(\.transactions).max())
            #expect(report.rejected.map(\.reason) == ["c", "a", "b"])
            #expect(report.rejected.map(\.messages) == [4, 3, 3])
        }
    }

    @Test func `ties are settled by name, time and identifier`() throws {
        try withTestLake { lake in
            try lake.write([
                Sale("b", user: "u2", city: "X", category: "Z", amount: 500, time: 2, offset: 0),
                Sale("a", user: "u1", city: "X", category: "A", amount: 500, time: 2, offset: 1),
                Sale("c", user: "u3", city: "W", category: "A", amount: 1000, time: 1, offset: 2),
                Sale("d", user: "u4", city: "V", category: "Z", amount: 500, time: 3_600_000_000, offset: 3),
                Sale("e", user: "u4", city: "V", category: "Z", amount: 500, time: 3_600_000_000, offset: 4),
                Sale("f", user: "u5", city: "é", category: "Z", amount: 500, time: 3_600_000_000, offset: 5),
                Sale("g", user: "u5", city: "é", category: "A", amount: 500, time: 3_600_000_000, offset: 6),
            ])
            let report = try report(of: lake)
            #expect(report.cities.map(\.key) == ["V", "W", "X", "é"])
            #expect(report.cities.map(\.topCategory) == ["Z", "A", "A", "A"])
            #expect(report.topCustomers.map(\.userID) == ["u3", "u4", "u5", "u1", "u2"])
            #expect(report.topTransactions.map(\.transactionID) == ["c", "a", "b", "d", "e", "f", "g"])
            #expect(report.peakHour?.hour == 2)
        }
    }

    @Test func `averages and shares are rounded half away from zero`() throws {
        try withTestLake { lake in
            try lake.write([
                Sale("a", category: "half", amount: 1, time: 0, offset: 0),
                Sale("b", category: "half", amount: 2, time: 0, offset: 1),
                Sale("c", category: "rest", amount: 1_200_000, time: 0, offset: 2),
                Sale("d", category: "rest", amount: 1, time: 0, offset: 3),
                Sale("e", category: "rest", amount: 0, time: 0, offset: 4),
            ])
            let report = try report(of: lake)
            let half = report.categories.first { $0.key == "half" }
            #expect(half?.totals.averageAmount == 2)
            #expect(report.categories.map(\.totals.averageAmount) == [400_000, 2])
            #expect(half?.shareBasisPoints == 0)
        }
    }

    @Test func `sums beyond 64 bits are exact`() throws {
        try withTestLake { lake in
            let path = lake.directory.appending(path: "wide.parquet").path
            try Oracle.writeWide(path: path, rows: 10_000_000)
            lake.add(path: path, to: .transactions)
            let report = try report(of: lake)
            #expect(report.totals.revenue == Int128(10_000_000) * 999_999_999_999)
            #expect(report.totals.articles == Int128(10_000_000) * 2_147_483_647)
            #expect(report.json.contains("\"total_revenue\": 99999999999900000.00"))
        }
    }

    @Test(arguments: ReportLanguage.allCases)
    func `an empty lake says so`(language: ReportLanguage) throws {
        try withTestLake { lake in
            let report = try report(of: lake)
            #expect(report.period == nil && report.peakHour == nil && report.totals.averageAmount == 0)
            let sentence = [
                "There are no transactions in this lake yet.", "Ce lac ne contient encore aucune transaction.",
            ]
            for format in [ReportFormat.markdown, .html] {
                let text = report.rendered(as: format, language: language)
                #expect(text.contains(sentence[language == .english ? 0 : 1]))
            }
            let object = try JSONSerialization.jsonObject(with: Data(report.json.utf8)) as? [String: Any]
            #expect(object?["period"] is NSNull && object?["peak_hour"] is NSNull)
            #expect((object?["hours"] as? [Any])?.count == 24)
        }
    }

    @Test func `Markdown tables are aligned and amounts readable in both languages`() throws {
        try withTestLake { lake in
            try lake.write([
                Sale("t1", city: "Casablanca", amount: 123_450, quantity: 2, time: 0, offset: 0),
                Sale("t2", city: "Fès", amount: 5, time: 0, offset: 1),
            ])
            let report = try report(of: lake)
            let english = report.rendered(as: .markdown)
            let table = """
                ## By city

                | City       | Transactions |      Revenue |   Share | Average basket | Articles | Top category by revenue |
                | ---------- | -----------: | -----------: | ------: | -------------: | -------: | ----------------------- |
                | Casablanca |            1 | 1,234.50 MAD | 100.00% |   1,234.50 MAD |        2 | Books                   |
                | Fès        |            1 |     0.05 MAD |   0.00% |       0.05 MAD |        1 | Books                   |
                """
            #expect(english.contains(table.replacing(" MAD", with: "\u{A0}MAD")))
            let french = report.rendered(as: .markdown, language: .french)
            #expect(french.contains("1\u{202F}234,50\u{A0}MAD"))
            #expect(french.contains("# Rapport des ventes"))
            for text in [english, french] {
                let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
                for (line, next) in zip(lines, lines.dropFirst()) where line.hasPrefix("|") && next.hasPrefix("|") {
                    #expect(line.count == next.count, "\(line)\n\(next)")
                }
            }
        }
    }

    @Test func `the overview counts cities and categories and names what leads, and days follow the shop's calendar`()
        throws
    {
        try withTestLake { lake in
            let midnight = OneTransition.moment / 86_400_000_000 * 86_400_000_000
            try lake.write([
                Sale("t1", city: "Casablanca", category: "Books", amount: 300, quantity: 2, time: midnight, offset: 0),
                Sale("t2", city: "Fès", category: "Toys", amount: 100, time: midnight - 3_600_000_000, offset: 1),
                Sale("t3", city: "Fès", category: "Toys", amount: 100, time: midnight - 3_600_000_001, offset: 2),
                Sale("t4", city: "Fès", category: "Toys", amount: 50, time: midnight - 172_800_000_000, offset: 3),
            ])
            let report = try report(of: lake)
            #expect(report.days.map(\.date) == ["2024-03-08", "2024-03-09", "2024-03-10"])
            #expect(report.days.map(\.totals.transactions) == [1, 1, 2])
            #expect(report.dailyTransactionsHundredths == 133 && report.totals.averageQuantityHundredths == 125)
            let english = report.rendered(as: .markdown).replacing("\u{A0}", with: " ")
            for row in [
                #"\| Average quantity +\| +1\.25 \|"#, #"\| Categories +\| +2 \|"#, #"\| Cities +\| +2 \|"#,
                #"\| Transactions per day +\| +1\.33 \|"#,
                #"\| Top category by revenue +\| +Books \(3\.00 MAD, 54\.55%\) \|"#,
                #"\| Top city by revenue +\| +Casablanca \(3\.00 MAD, 54\.55%\) \|"#,
                #"\| 2024-03-10 +\| +2 \| +4\.00 MAD \| +2\.00 MAD \| +3 \|"#,
            ] {
                #expect(try english.contains(Regex(row)), "\(row)\n\(english)")
            }
            let french = report.rendered(as: .html, language: .french)
            for words in ["Première ville par chiffre d’affaires", "Ventes par jour", "Quantité moyenne"] {
                #expect(french.contains(words))
            }
        }
    }

    @Test func `people read the last 31 days, programs all of them`() throws {
        try withTestLake { lake in
            try lake.write((0..<40).map { Sale("t\($0)", time: $0 * 86_400_000_000, offset: $0) })
            let report = try report(of: lake)
            let markdown = report.rendered(as: .markdown)
            #expect(markdown.contains("The last 31 of 40 days with sales."))
            #expect(!markdown.contains("| 1970-01-09 |") && markdown.contains("| 1970-01-10 |"))
            #expect(report.json.contains("\"date\": \"1970-01-01\""))
        }
    }

    @Test func `hostile names stay in their cells`() throws {
        try withTestLake { lake in
            try lake.write(
                Self.hostileNames.enumerated().map {
                    Sale("t\($0.offset)", city: $0.element, time: 0, offset: Int64($0.offset))
                }
                    + [Sale("t9", city: "\u{202E}\u{1B}[31m", time: 0, offset: 9)])
            let report = try report(of: lake)
            let markdown = report.rendered(as: .markdown)
            #expect(!markdown.contains("<script") && markdown.contains("a\\|b") && markdown.contains("&lt;script&gt;"))
            #expect(
                markdown.contains("l1\\\\u{A}l2") && markdown.contains("مراكش")
                    && markdown.contains("\\*b\\* \\`c\\` \\_d\\_"))
            let html = report.rendered(as: .html)
            #expect(!html.contains("<script") && html.contains("<bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>"))
            #expect(html.contains("&quot;q&quot; &amp; &#39;r&#39;"))
            #expect(
                !html.contains("http:") && !html.contains("https:") && !html.contains("src=") && !html.contains("url("))
            for text in [markdown, html, report.json] {
                #expect(!text.unicodeScalars.contains("\u{1B}"))
            }
            let object = try JSONSerialization.jsonObject(with: Data(report.json.utf8)) as? [String: Any]
            let cities = (object?["cities"] as? [[String: Any]])?.compactMap { $0["city"] as? String }
            #expect(Set(cities ?? []) == Set(Self.hostileNames + ["\u{202E}\u{1B}[31m"]))
        }
    }

    @Test(.enabled(if: PythonOracle.isAvailable, "needs .deps/venv/bin/python with pyarrow: run dev/setup test"))
    func `the JSON report equals one computed by Python over the same files`() throws {
        try withTestLake { lake in
            try PythonOracle.run(PythonOracle.writeSales, arguments: [lake.directory.path])
            for name in ["sales-0.parquet", "sales-1.parquet"] {
                lake.add(path: lake.directory.appending(path: name).path, to: .transactions)
            }
            lake.add(path: lake.directory.appending(path: "rejected.parquet").path, to: .rejected)
            let path = lake.directory.appending(path: "report.json")
            try Data(try report(of: lake).json.utf8).write(to: path)
            let verdict = try PythonOracle.run(
                PythonOracle.checkReport, arguments: [lake.directory.path, path.path, String(OneTransition.moment)])
            #expect(verdict == "equal\n")
        }
    }
}
