internal import Commerce
internal import DuckDB

extension ReportDocument {
    /// The report in words of a language.
    init(_ report: AnalysisReport, language: ReportLanguage) {
        let words = ReportWords.words(of: language)
        self.init(language: language, title: words.title)
        let writer = ReportSections(report: report, language: language, words: words)
        let zone = report.timeZone.name
        blocks = [.paragraph("\(words.generated): \(writer.text(report.generatedAt)) (\(zone))")]
        if let period = report.period {
            blocks += [
                .paragraph(
                    "\(words.period): \(writer.text(period.lowerBound)) – \(writer.text(period.upperBound)) (\(zone))")
            ]
            blocks +=
                writer.overview + writer.groups + writer.customers + writer.transactions + writer.hours + writer.days
        } else {
            blocks.append(.paragraph(words.noTransactions))
        }
        blocks += writer.rejected
    }
}

/// Writes the sections of a report.
private struct ReportSections {
    let report: AnalysisReport
    let language: ReportLanguage
    let words: ReportWords

    func text(_ timestamp: Timestamp) -> String {
        report.timeZone.clock(timestamp)
    }

    private func amount(_ minorUnits: Int128) -> String {
        "\(language.text(minorUnits, decimals: report.currency.minorUnitDigits))\u{A0}\(report.currency.code)"
    }

    private func amount(_ minorUnits: Int64) -> String {
        amount(Int128(minorUnits))
    }

    var overview: [ReportDocument.Block] {
        let totals = report.totals
        var rows = [
            [words.transactions, language.text(totals.transactions)],
            [words.revenue, amount(totals.revenue)],
            [words.averageAmount, amount(totals.averageAmount)],
        ]
        if let smallest = report.smallestAmount { rows.append([words.smallestAmount, amount(smallest)]) }
        if let largest = report.largestAmount { rows.append([words.largestAmount, amount(largest)]) }
        rows += [
            [words.articles, language.text(totals.articles)],
            [words.averageQuantity, language.text(totals.averageQuantityHundredths, decimals: 2)],
            [words.transactionsPerDay, language.text(report.dailyTransactionsHundredths, decimals: 2)],
            [words.categories, language.text(report.categories.count)],
            [words.cities, language.text(report.cities.count)],
        ]
        if let category = report.leadingCategory { rows.append([words.leadingCategory, text(leading: category)]) }
        if let city = report.leadingCity { rows.append([words.leadingCity, text(leading: city)]) }
        rows += [
            [words.customers, language.text(report.customers)],
            [words.rejectedMessages, language.text(report.rejectedMessages)],
        ]
        if let peak = report.peakHour { rows.append([words.peakHour, "\(hourText(peak)) (\(report.timeZone.name))"]) }
        return [
            .heading(words.overview),
            .table(columns: [.init(title: "", isNumeric: false), .init(title: "", isNumeric: true)], rows: rows),
        ]
    }

    private func text(leading group: AnalysisReport.Group) -> String {
        "\(group.key) (\(amount(group.totals.revenue)), \(share(group)))"
    }

    private func share(_ group: AnalysisReport.Group) -> String {
        language.text(group.shareBasisPoints, decimals: 2) + language.percentSign
    }

    var groups: [ReportDocument.Block] {
        groupTable(words.byCategory, key: words.category, groups: report.categories)
            + groupTable(words.byCity, key: words.city, groups: report.cities, hasTopCategory: true)
            + groupTable(words.byPaymentMethod, key: words.paymentMethod, groups: report.paymentMethods)
    }

    private func groupTable(
        _ heading: String, key: String, groups: [AnalysisReport.Group], hasTopCategory: Bool = false
    ) -> [ReportDocument.Block] {
        var columns: [ReportDocument.Column] = [.init(title: key, isNumeric: false)]
        columns += [words.transactions, words.revenue, words.share, words.averageBasket, words.articles].map {
            .init(title: $0, isNumeric: true)
        }
        if hasTopCategory { columns.append(.init(title: words.topCategory, isNumeric: false)) }
        let rows = groups.map { group in
            [
                group.key, language.text(group.totals.transactions), amount(group.totals.revenue),
                share(group),
                amount(group.totals.averageAmount), language.text(group.totals.articles),
            ] + (hasTopCategory ? [group.topCategory ?? ""] : [])
        }
        return [.heading(heading), .table(columns: columns, rows: rows)]
    }

    var customers: [ReportDocument.Block] {
        let rows = report.topCustomers.map { [$0.userID, language.text($0.transactions), amount($0.revenue)] }
        return [
            .heading(words.topCustomers),
            .table(
                columns: [
                    .init(title: words.customer, isNumeric: false), .init(title: words.transactions, isNumeric: true),
                    .init(title: words.revenue, isNumeric: true),
                ], rows: rows),
        ]
    }

    var transactions: [ReportDocument.Block] {
        let large = report.largeTransactions
        let summary =
            "\(words.transactions): \(language.text(large.transactions)) · \(words.revenue): \(amount(large.revenue))"
        return [
            .heading(words.topTransactions), transactionTable(report.topTransactions),
            .heading("\(words.largeTransactions) \(amount(large.threshold))"),
        ] + (large.largest.isEmpty ? [.paragraph(words.none)] : [.paragraph(summary), transactionTable(large.largest)])
    }

    private func transactionTable(_ transactions: [Transaction]) -> ReportDocument.Block {
        let titles: [(String, Bool)] = [
            (words.transaction, false), (words.amount, true), (words.category, false), (words.city, false),
            (words.customer, false), (words.quantity, true), (words.paymentMethod, false),
            ("\(words.time) (\(report.timeZone.name))", false),
        ]
        return .table(
            columns: titles.map { .init(title: $0, isNumeric: $1) },
            rows: transactions.map { transaction in
                [
                    transaction.transactionID, amount(transaction.amount), transaction.category, transaction.city,
                    transaction.userID, language.text(transaction.quantity), transaction.paymentMethod,
                    text(transaction.timestamp),
                ]
            })
    }

    private func hourText(_ hour: AnalysisReport.Hour) -> String {
        let digits = hour.hour < 10 ? "0\(hour.hour)" : "\(hour.hour)"
        return "\(digits):00–\(digits):59"
    }

    var hours: [ReportDocument.Block] {
        var blocks: [ReportDocument.Block] = [.heading("\(words.hoursOfDay) (\(report.timeZone.name))")]
        if let peak = report.peakHour {
            blocks.append(
                .paragraph(
                    "\(words.peakHour): \(hourText(peak)) · \(words.transactions): \(language.text(peak.transactions)) · "
                        + "\(words.revenue): \(amount(peak.revenue))"))
        }
        let columns: [ReportDocument.Column] = [
            .init(title: words.hour, isNumeric: false), .init(title: words.transactions, isNumeric: true),
            .init(title: words.revenue, isNumeric: true),
        ]
        let rows = report.hours.map { [hourText($0), language.text($0.transactions), amount($0.revenue)] }
        return blocks + [.table(columns: columns, rows: rows)]
    }

    /// How many days a report for people lists; its JSON has them all.
    private static let dayLimit = 31

    var days: [ReportDocument.Block] {
        var blocks: [ReportDocument.Block] = [.heading("\(words.salesPerDay) (\(report.timeZone.name))")]
        if report.days.count > Self.dayLimit {
            blocks.append(.paragraph(words.lastDays(Self.dayLimit, language.text(report.days.count))))
        }
        let columns: [ReportDocument.Column] =
            [.init(title: words.day, isNumeric: false)]
            + [words.transactions, words.revenue, words.averageBasket, words.articles].map {
                .init(title: $0, isNumeric: true)
            }
        let rows = report.days.suffix(Self.dayLimit).map { day in
            [
                day.date, language.text(day.totals.transactions), amount(day.totals.revenue),
                amount(day.totals.averageAmount), language.text(day.totals.articles),
            ]
        }
        return blocks + [.table(columns: columns, rows: rows)]
    }

    var rejected: [ReportDocument.Block] {
        guard !report.rejected.isEmpty else { return [] }
        return [
            .heading(words.rejectedByReason),
            .table(
                columns: [
                    .init(title: words.reason, isNumeric: false), .init(title: words.messages, isNumeric: true),
                ],
                rows: report.rejected.map { [$0.reason, language.text($0.messages)] }),
        ]
    }
}
