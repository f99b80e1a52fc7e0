internal import Commerce
internal import Live

/// A snapshot as the JSON of `/api/v1/snapshot` and of the live events.
///
/// Amounts are decimals of the major unit, moments are ISO 8601 in UTC; `utc_offsets` says what the shop's clocks showed.
struct SnapshotDocument {
    /// The snapshot.
    var market: MarketSnapshot
    /// When it is sent: the page reads ages against this, not against its own clock.
    var servedAt: Timestamp
    /// The name of the time zone in which the page shows times: the shop's.
    var timeZone: String
    /// The clocks of that zone.
    var clocks: TimeZoneRules
    /// Souk's version.
    var version: String

    /// The JSON.
    func encoded() -> [UInt8] {
        var writer = JSONWriter(capacity: 32_768, currency: market.currency)
        writer.object { writer in
            writer.key("served_at")
            writer.timestamp(servedAt)
            writer.key("version")
            writer.string(version)
            writer.key("time_zone")
            writer.string(timeZone)
            writeOffsets(&writer)
            writeTotals(&writer)
            for (name, groups) in [
                ("categories", market.categories), ("cities", market.cities),
                ("payment_methods", market.paymentMethods),
            ] {
                writer.key(name)
                writer.array(groups, Self.write)
            }
            writeLargeSales(&writer)
            writer.key("day")
            ShopDay(market.quarters, now: servedAt, zone: clocks).write(to: &writer)
            writeSeries(&writer)
            writer.key("top")
            writer.array(market.top, Self.write)
            writer.key("latest")
            writer.array(market.latest, Self.write)
            writer.key("pipeline")
            PipelineDocument.write(&writer, market.pipeline)
        }
        return writer.bytes
    }

    /// The shop's clocks for all moments of the document: browsers have time zone data of their own, which may be of another
    /// year.
    private func writeOffsets(_ writer: inout JSONWriter) {
        let pipeline = market.pipeline
        let moments =
            market.series.map(\.start) + market.top.map(\.timestamp) + market.latest.map(\.timestamp)
            + pipeline.partitions.compactMap(\.watermark) + [pipeline.watermark, servedAt].compactMap(\.self)
        let (first, last) = (moments.min() ?? servedAt, moments.max() ?? servedAt)
        writer.key("utc_offsets")
        writer.array(clocks.offsets(from: first, to: last)) { writer, offset in
            writer.object { writer in
                writer.key("since")
                writer.timestamp(offset.since)
                writer.key("seconds")
                writer.integer(offset.seconds)
            }
        }
    }

    private func writeTotals(_ writer: inout JSONWriter) {
        writer.key("currency")
        writer.string(market.currency.code)
        writer.key("currency_digits")
        writer.integer(market.currency.minorUnitDigits)
        writer.key("transactions")
        writer.integer(market.transactions)
        writer.key("revenue")
        writer.amount(market.revenue)
        writer.key("quantity")
        writer.integer(market.quantity)
        writer.key("average_basket")
        writer.amount(market.averageBasket)
        writer.key("customers")
        writer.integer(market.customers)
        writer.key("customers_error")
        writer.number(market.customersError)
    }

    private func writeLargeSales(_ writer: inout JSONWriter) {
        writer.key("large_sales")
        writer.object { writer in
            writer.key("above")
            writer.amount(market.largeAmount)
            writer.key("transactions")
            writer.integer(market.largeTransactions)
        }
    }

    private func writeSeries(_ writer: inout JSONWriter) {
        writer.key("interval_seconds")
        writer.number(Double(market.intervalLength) / 1_000_000)
        writer.key("series")
        writer.array(market.series) { writer, interval in
            writer.object { writer in
                writer.key("start")
                writer.timestamp(interval.start)
                writer.key("revenue")
                writer.amount(interval.revenue)
                writer.key("transactions")
                writer.integer(interval.transactions)
            }
        }
    }

    private static func write(_ writer: inout JSONWriter, _ group: MarketSnapshot.Group) {
        writer.object { writer in
            writer.key("key")
            writer.string(group.key)
            writer.key("revenue")
            writer.amount(group.revenue)
            writer.key("transactions")
            writer.integer(group.transactions)
            writer.key("quantity")
            writer.integer(group.quantity)
            writer.key("average_basket")
            writer.amount(group.averageBasket)
            guard let category = group.topCategory else { return }
            writer.key("top_category")
            writer.string(category)
        }
    }

    private static func write(_ writer: inout JSONWriter, _ transaction: Transaction) {
        writer.object { writer in
            writer.key("transaction_id")
            writer.string(transaction.transactionID)
            writer.writePurchase(transaction)
            writer.key("quantity")
            writer.integer(transaction.quantity)
            writer.writePayment(transaction)
        }
    }
}
