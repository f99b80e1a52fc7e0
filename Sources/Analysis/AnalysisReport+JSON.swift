internal import Commerce
internal import DuckDB

extension AnalysisReport {
    /// The report for programs. Keys are stable; amounts are numbers with exactly the currency's decimals, shares (in percent)
    /// with two; moments are ISO 8601 with the offset of the report's time zone.
    ///
    /// ```json
    /// {
    ///   "generated_at": "2024-05-01T13:00:00+01:00", "currency": "MAD", "time_zone": "Africa/Casablanca",
    ///   "period": { "first": "…", "last": "…" },                      // null without transactions
    ///   "totals": { "transactions": 3, "total_revenue": 60.00, "avg_amount": 20.00, "min_amount": 10.00,
    ///               "max_amount": 30.00, "articles": 6, "unique_users": 2,      // min and max null without transactions
    ///               "avg_quantity": 2.00, "categories": 2, "cities": 1, "transactions_per_day": 3.00 },
    ///   "leading_category": { "category": "…", "total_revenue": 0.00, "revenue_share": 0.00 },   // by revenue, or null
    ///   "leading_city": { "city": "…", … },
    ///   "categories": [ { "category": "…", "total_revenue": 0.00, "transaction_count": 0, "avg_basket": 0.00,
    ///                     "articles": 0, "revenue_share": 0.00 } ],
    ///   "cities": [ { "city": "…", …, "top_category": "…" } ],        // the city's top category by revenue
    ///   "payment_methods": [ { "payment_method": "…", … } ],
    ///   "top_customers": [ { "user_id": "…", "transaction_count": 0, "total_revenue": 0.00 } ],
    ///   "top_transactions": [ { "transaction_id": "…", "user_id": "…", "city": "…", "category": "…", "amount": 0.00,
    ///                           "quantity": 0, "payment_method": "…", "timestamp": "…" } ],
    ///   "large_transactions": { "threshold": 1000.00, "transaction_count": 0, "total_revenue": 0.00, "largest": [ … ] },
    ///   "peak_hour": { "hour": 20, "transaction_count": 0, "total_revenue": 0.00 },   // null without transactions
    ///   "hours": [ … 24 of them … ],
    ///   "days": [ { "date": "2024-05-01", "transaction_count": 0, "total_revenue": 0.00, "avg_basket": 0.00,
    ///               "articles": 0 } ],                               // in the time zone; those with a sale
    ///   "rejected": { "messages": 0, "reasons": [ { "reason": "invalid_json", "messages": 0 } ] }
    /// }
    /// ```
    public var json: String {
        JSONValue.object([
            "generated_at": json(generatedAt),
            "currency": .string(currency.code),
            "time_zone": .string(timeZone.name),
            "period": period.map { .object(["first": json($0.lowerBound), "last": json($0.upperBound)]) }
                ?? .null,
            "totals": jsonTotals,
            "leading_category": json(leading: leadingCategory, name: "category"),
            "leading_city": json(leading: leadingCity, name: "city"),
            "categories": .array(categories.map { json($0, name: "category") }),
            "cities": .array(cities.map { json($0, name: "city") }),
            "payment_methods": .array(paymentMethods.map { json($0, name: "payment_method") }),
            "top_customers": .array(topCustomers.map { json($0) }),
            "top_transactions": .array(topTransactions.map { json($0) }),
            "large_transactions": jsonLargeTransactions,
            "peak_hour": peakHour.map { json($0) } ?? .null,
            "hours": .array(hours.map { json($0) }),
            "days": .array(days.map { json($0) }),
            "rejected": jsonRejected,
        ]).indented + "\n"
    }

    private var jsonTotals: JSONValue {
        .object([
            "transactions": .integer(totals.transactions),
            "total_revenue": amount(totals.revenue),
            "avg_amount": amount(totals.averageAmount),
            "min_amount": smallestAmount.map { amount(Int128($0)) } ?? .null,
            "max_amount": largestAmount.map { amount(Int128($0)) } ?? .null,
            "articles": .integer(totals.articles),
            "unique_users": .integer(customers),
            "avg_quantity": Self.hundredths(totals.averageQuantityHundredths),
            "categories": .integer(categories.count),
            "cities": .integer(cities.count),
            "transactions_per_day": Self.hundredths(dailyTransactionsHundredths),
        ])
    }

    private var jsonLargeTransactions: JSONValue {
        .object([
            "threshold": amount(Int128(largeTransactions.threshold)),
            "transaction_count": .integer(largeTransactions.transactions),
            "total_revenue": amount(largeTransactions.revenue),
            "largest": .array(largeTransactions.largest.map { json($0) }),
        ])
    }

    private var jsonRejected: JSONValue {
        let reasons = rejected.map { entry in
            JSONValue.object(["reason": .string(entry.reason), "messages": .integer(entry.messages)])
        }
        return .object(["messages": .integer(rejectedMessages), "reasons": .array(reasons)])
    }

    private func amount(_ minorUnits: Int128) -> JSONValue {
        .number(DuckDBDecimal(minorUnits: minorUnits, of: currency).description)
    }

    private static func hundredths(_ count: Int128) -> JSONValue {
        .number(DuckDBDecimal(unscaled: count, scale: 2).description)
    }

    private func json(_ timestamp: Timestamp) -> JSONValue {
        .string(timeZone.iso8601(timestamp))
    }

    private func json(_ group: Group, name: String) -> JSONValue {
        let members =
            [
                (name, .string(group.key)),
                ("total_revenue", amount(group.totals.revenue)),
                ("transaction_count", .integer(group.totals.transactions)),
                ("avg_basket", amount(group.totals.averageAmount)),
                ("articles", .integer(group.totals.articles)),
                ("revenue_share", Self.hundredths(group.shareBasisPoints)),
            ] + (group.topCategory.map { [("top_category", JSONValue.string($0))] } ?? [])
        return .object(members.map(JSONValue.Member.init))
    }

    private func json(leading group: Group?, name: String) -> JSONValue {
        guard let group else { return .null }
        let members = [
            (name, .string(group.key)), ("total_revenue", amount(group.totals.revenue)),
            ("revenue_share", Self.hundredths(group.shareBasisPoints)),
        ]
        return .object(members.map(JSONValue.Member.init))
    }

    private func json(_ day: Day) -> JSONValue {
        .object([
            "date": .string(day.date),
            "transaction_count": .integer(day.totals.transactions),
            "total_revenue": amount(day.totals.revenue),
            "avg_basket": amount(day.totals.averageAmount),
            "articles": .integer(day.totals.articles),
        ])
    }

    private func json(_ customer: Customer) -> JSONValue {
        .object([
            "user_id": .string(customer.userID),
            "transaction_count": .integer(customer.transactions),
            "total_revenue": amount(customer.revenue),
        ])
    }

    private func json(_ hour: Hour) -> JSONValue {
        .object([
            "hour": .integer(hour.hour),
            "transaction_count": .integer(hour.transactions),
            "total_revenue": amount(hour.revenue),
        ])
    }

    private func json(_ transaction: Transaction) -> JSONValue {
        .object([
            "transaction_id": .string(transaction.transactionID),
            "user_id": .string(transaction.userID),
            "city": .string(transaction.city),
            "category": .string(transaction.category),
            "amount": amount(Int128(transaction.amount)),
            "quantity": .integer(transaction.quantity),
            "payment_method": .string(transaction.paymentMethod),
            "timestamp": json(transaction.timestamp),
        ])
    }
}
