import Analysis
import Commerce

/// What `souk produce` says while it works: what it makes and where it puts it, and the last sale as it goes.
struct ProduceNotice {
    private let options: ProduceOptions

    init(_ options: ProduceOptions) {
        self.options = options
    }

    /// What is simulated.
    ///
    /// - Parameter start: the event time of the first sale; nil if sales are made in the present.
    func simulating(seed: UInt64, start: Timestamp?, broken: Share) -> String {
        var parts = ["\(amount("transaction")), \(options.rate.words)", "seed \(seed)"]
        parts.append(start.map { "from \($0.iso8601)" } ?? "sold in the present")
        if broken.millionths > 0 { parts.append("\(broken.argument) of them broken") }
        return "simulating a Moroccan marketplace into \(options.target.argument): \(parts.joined(separator: ", "))"
    }

    /// What is copied.
    func copying(_ source: LogURL) -> String {
        "copying \(source.argument) into \(options.target.argument): \(amount("message")), \(options.rate.words)"
    }

    private func amount(_ unit: String) -> String {
        options.count.map { Words.count($0, unit) } ?? "\(unit)s without end"
    }
}

/// Reads the last message that was written, to say what was sold.
struct LastSale: ~Copyable {
    private var decoder: TransactionDecoder
    private var batch = TransactionBatch(partition: 0)
    private let currency: Currency

    /// - Parameter fields: what messages call their fields.
    init(fields: FieldMapping, currency: Currency) {
        decoder = TransactionDecoder(fields: fields, maximumFutureSkew: .max / 2, currency: currency)
        self.currency = currency
    }

    /// A message in a few words: `last 249.00 MAD, Electronics, Casablanca`.
    mutating func words(of message: [UInt8]) -> String {
        batch.removeAll()
        decoder.decode(message.rawSpan, offset: 0, now: Timestamp(microseconds: 0), into: &batch)
        guard batch.count == 1 else { return "last a broken message" }
        let sale = batch.transaction(at: 0)
        let amount = Money(minorUnits: sale.amount, currency: currency).decimalText
        return DisplayText.harmless("last \(amount) \(currency.code), \(sale.category), \(sale.city)")
    }
}
