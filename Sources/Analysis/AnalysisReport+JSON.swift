internal import Commerce
internal import DuckDB

extension AnalysisReport {
    /// The report for programs. Keys are stable; amounts and shares (in percent) are numbers with exactly two decimals; moments
    /// are ISO 8601 in UTC.
    ///
    /// ```json
    /// {
    ///   "generated_at": "2024-05-01T12:00:00Z", "currency": "MAD", "time_zone": "Africa/Casablanca",
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
            "generated_at": Self.json(generatedAt),
            "currency": .string(currency.code),
            "time_zone": .string(timeZoneName),
            "period": period.map { .object(["first": Self.json($0.lowerBound), "last": Self.json($0.upperBound)]) }
                ?? .null,
            "totals": jsonTotals,
            "leading_category": Self.json(leading: leadingCategory, name: "category"),
            "leading_city": Self.json(leading: leadingCity, name: "city"),
            "categories": .array(categories.map { Self.json($0, name: "category") }),
            "cities": .array(cities.map { Self.json($0, name: "city") }),
            "payment_methods": .array(paymentMethods.map { Self.json($0, name: "payment_method") }),
            "top_customers": .array(topCustomers.map(Self.json)),
            "top_transactions": .array(topTransactions.map(Self.json)),
            "large_transactions": jsonLargeTransactions,
            "peak_hour": peakHour.map(Self.json) ?? .null,
            "hours": .array(hours.map(Self.json)),
            "days": .array(days.map(Self.json)),
            "rejected": jsonRejected,
        ]).indented + "\n"
    }

    private var jsonTotals: JSONValue {
        .object([
            "transactions": .integer(totals.transactions),
            "total_revenue": Self.amount(totals.revenue),
            "avg_amount": Self.amount(totals.averageAmount),
            "min_amount": smallestAmount.map { Self.amount(Int128($0)) } ?? .null,
            "max_amount": largestAmount.map { Self.amount(Int128($0)) } ?? .null,
            "articles": .integer(totals.articles),
            "unique_users": .integer(customers),
            "avg_quantity": Self.amount(totals.averageQuantityHundredths),
            "categories": .integer(categories.count),
            "cities": .integer(cities.count),
            "transactions_per_day": Self.amount(dailyTransactionsHundredths),
        ])
    }

    private var jsonLargeTransactions: JSONValue {
        .object([
            "threshold": Self.amount(Int128(largeTransactions.threshold)),
            "transaction_count": .integer(largeTransactions.transactions),
            "total_revenue": Self.amount(largeTransactions.revenue),
            "largest": .array(largeTransactions.largest.map(Self.json)),
        ])
    }

    private var jsonRejected: JSONValue {
        let reasons = rejected.map { entry in
            JSONValue.object(["reason": .string(entry.reason), "messages": .integer(entry.messages)])
        }
        return .object(["messages": .integer(rejectedMessages), "reasons": .array(reasons)])
    }

    private static func amount(_ minorUnits: Int128) -> JSONValue {
        .number(DuckDBDecimal(minorUnits: minorUnits).description)
    }

    private static func json(_ timestamp: Timestamp) -> JSONValue {
        .string(timestamp.iso8601)
    }

    private static func json(_ group: Group, name: String) -> JSONValue {
        let members =
            [
                (name, .string(group.key)),
                ("total_revenue", amount(group.totals.revenue)),
                ("transaction_count", .integer(group.totals.transactions)),
                ("avg_basket", amount(group.totals.averageAmount)),
                ("articles", .integer(group.totals.articles)),
                ("revenue_share", amount(group.shareBasisPoints)),
            ] + (group.topCategory.map { [("top_category", JSONValue.string($0))] } ?? [])
        return .object(members.map(JSONValue.Member.init))
    }

    private static func json(leading group: Group?, name: String) -> JSONValue {
        guard let group else { return .null }
        let members = [
            (name, .string(group.key)), ("total_revenue", amount(group.totals.revenue)),
            ("revenue_share", amount(group.shareBasisPoints)),
        ]
        return .object(members.map(JSONValue.Member.init))
    }

    private static func json(_ day: Day) -> JSONValue {
        .object([
            "date": .string(day.date),
            "transaction_count": .integer(day.totals.transactions),
            "total_revenue": amount(day.totals.revenue),
            "avg_basket": amount(day.totals.averageAmount),
            "articles": .integer(day.totals.articles),
        ])
    }

    private static func json(_ customer: Customer) -> JSONValue {
        .object([
            "user_id": .string(customer.userID),
            "transaction_count": .integer(customer.transactions),
            "total_revenue": amount(customer.revenue),
        ])
    }

    private static func json(_ hour: Hour) -> JSONValue {
        .object([
            "hour": .integer(hour.hour),
            "transaction_count": .integer(hour.transactions),
            "total_revenue": amount(hour.revenue),
        ])
    }

    private static func json(_ transaction: Transaction) -> JSONValue {
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
