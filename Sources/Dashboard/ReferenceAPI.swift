internal import Commerce
internal import Live

/// The six endpoints of the reference dashboard, in the exact shapes that its clients know.
enum ReferenceAPI {
    /// A document made from a snapshot.
    typealias Document = @Sendable (MarketSnapshot) -> [UInt8]

    /// All endpoints by path.
    static let documents: [String: Document] = [
        "/api/stats": stats,
        "/api/categories": categories,
        "/api/cities": cities,
        "/api/payments": payments,
        "/api/top-transactions": topTransactions,
        "/api/recent-transactions": recentTransactions,
    ]

    private static func stats(_ market: MarketSnapshot) -> [UInt8] {
        object(market) { writer in
            writer.key("total_transactions")
            writer.integer(market.transactions)
            writer.key("total_users")
            writer.integer(market.customers)
            writer.key("total_cities")
            writer.integer(market.cities.count)
            writer.key("total_categories")
            writer.integer(market.categories.count)
            writer.key("revenue_total")
            writer.amount(market.revenue)
            writer.key("montant_moy")
            writer.amount(market.averageBasket)
            writer.key("quantite_total")
            writer.integer(market.quantity)
        }
    }

    private static func categories(_ market: MarketSnapshot) -> [UInt8] {
        object(market) { writer in
            write(&writer, labels: market.categories)
            write(&writer, revenue: market.categories)
            write(&writer, transactions: market.categories)
        }
    }

    private static func cities(_ market: MarketSnapshot) -> [UInt8] {
        object(market) { writer in
            write(&writer, labels: market.cities)
            write(&writer, revenue: market.cities)
        }
    }

    private static func payments(_ market: MarketSnapshot) -> [UInt8] {
        object(market) { writer in
            write(&writer, labels: market.paymentMethods)
            write(&writer, transactions: market.paymentMethods)
            write(&writer, revenue: market.paymentMethods)
        }
    }

    private static func topTransactions(_ market: MarketSnapshot) -> [UInt8] {
        transactions(market.top, of: market) { writer, transaction in
            writer.key("transaction_id")
            writer.string(transaction.transactionID.prefix(8) + "...")
            writer.writePurchase(transaction)
            writer.key("quantity")
            writer.integer(transaction.quantity)
            writer.writePayment(transaction)
        }
    }

    private static func recentTransactions(_ market: MarketSnapshot) -> [UInt8] {
        transactions(market.latest, of: market) { writer, transaction in
            writer.writePurchase(transaction)
            writer.writePayment(transaction)
        }
    }

    private static func object(_ market: MarketSnapshot, _ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(currency: market.currency)
        writer.object(body)
        return writer.bytes
    }

    private static func transactions(
        _ transactions: [Transaction], of market: MarketSnapshot, _ body: (inout JSONWriter, Transaction) -> Void
    ) -> [UInt8] {
        var writer = JSONWriter(capacity: 8192, currency: market.currency)
        writer.array(transactions) { writer, transaction in
            writer.object { body(&$0, transaction) }
        }
        return writer.bytes
    }

    private static func write(_ writer: inout JSONWriter, labels groups: [MarketSnapshot.Group]) {
        writer.key("labels")
        writer.array(groups) { $0.string($1.key) }
    }

    private static func write(_ writer: inout JSONWriter, revenue groups: [MarketSnapshot.Group]) {
        writer.key("revenue")
        writer.array(groups) { $0.amount($1.revenue) }
    }

    private static func write(_ writer: inout JSONWriter, transactions groups: [MarketSnapshot.Group]) {
        writer.key("transactions")
        writer.array(groups) { $0.integer($1.transactions) }
    }
}
