internal import Commerce
internal import Live
internal import SparkConnect

/// A row of the answers to the queries of `LivePlan`.
struct LiveRow {
    private let row: RowReader

    init(_ values: [SparkValue]) { row = RowReader(values, "the dashboard's figures") }

    /// What it tells.
    func kind() throws -> LivePlan.Kind {
        let name = try row.text(0)
        guard let kind = LivePlan.Kind(rawValue: name) else {
            throw SparkJobError(.unexpectedAnswer, "Spark told of `\(name)`, which nobody asked for.")
        }
        return kind
    }

    /// One of its texts.
    func text(_ index: Int) throws -> String { try row.text(1 + index) }

    /// One of the numbers of a row that sums something up.
    func number(_ number: LivePlan.Number) throws -> Int64 { try self.number(at: number.rawValue) }

    /// The sums.
    func sums() throws -> LiveIncrement.Sums {
        LiveIncrement.Sums(
            revenue: try number(.revenue), transactions: try number(.transactions), quantity: try number(.articles))
    }

    /// The sums of a text.
    func group() throws -> LiveIncrement.Group { LiveIncrement.Group(key: try text(0), sums: try sums()) }

    /// The sums of a category in a city.
    func cityCategory() throws -> LiveIncrement.CityCategory {
        LiveIncrement.CityCategory(city: try text(1), category: try text(0), sums: try sums())
    }

    /// A block of offsets.
    func block() throws -> LiveFigures.Block {
        LiveFigures.Block(
            partition: Int32(clamping: try number(.place)), first: try number(.first), earliest: try number(.earliest),
            latest: try number(.latest), largest: try number(.largest))
    }

    /// A register.
    func register() throws -> LiveIncrement.Register {
        LiveIncrement.Register(index: Int(try number(.place)), rank: UInt8(clamping: try number(.rank)))
    }

    /// A transaction, whose texts are in the order of `LivePlan.saleTexts`.
    func sale() throws -> LiveIncrement.Row {
        func number(_ number: LivePlan.SaleNumber) throws -> Int64 { try self.number(at: number.rawValue) }
        return LiveIncrement.Row(
            partition: Int32(clamping: try number(.partition)), offset: try number(.offset),
            transaction: Transaction(
                transactionID: try text(0), userID: try text(1), city: try text(2), category: try text(3),
                amount: try number(.amount), quantity: Int32(clamping: try number(.quantity)),
                paymentMethod: try text(4), timestamp: Timestamp(microseconds: try number(.timestamp))))
    }

    private func number(at index: Int) throws -> Int64 {
        try row.integer(1 + LivePlan.saleTexts.count + index)
    }
}
