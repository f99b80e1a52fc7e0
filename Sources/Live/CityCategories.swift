internal import Commerce

/// What every city buys of every category, to say which category leads in each. Cities and categories go by their numbers in
/// the aggregate's `LiveGroups`.
///
/// The pairs are bounded: of a market with more of them, none is known any more, rather than some of them wrongly.
struct CityCategories: Sendable {
    /// The most pairs of a city and a category.
    static let maximumPairs = 65_536

    /// Whether the market has few enough pairs to keep them.
    private(set) var isKnown = true
    /// A row for each city, in it a cell for each category.
    private var cells: [LiveTotals] = []
    private var cityCount = 0
    private var stride = 0

    /// Makes room for so many cities and categories.
    mutating func makeRoom(cities: Int, categories: Int) {
        guard isKnown, cities > cityCount || categories > stride else { return }
        guard cities * categories <= Self.maximumPairs else { return forget() }
        let newStride = max(stride, categories)
        if newStride > stride {
            var widened = [LiveTotals](repeating: LiveTotals(), count: max(cityCount, cities) * newStride)
            for city in 0..<cityCount {
                for category in 0..<stride { widened[city * newStride + category] = cells[city * stride + category] }
            }
            cells = widened
        } else {
            cells += [LiveTotals](repeating: LiveTotals(), count: (cities - cityCount) * stride)
        }
        cityCount = max(cityCount, cities)
        stride = newStride
    }

    /// Gives up all pairs.
    mutating func forget() {
        isKnown = false
        cells = []
    }

    /// Adds rows by the ids of their lane, which the arrays translate.
    mutating func add(
        _ batch: borrowing TransactionBatch, rows: Range<Int>, cityNumbers: [Int], categoryNumbers: [Int]
    ) {
        guard isKnown else { return }
        let (cityIDs, categoryIDs) = (batch.cityIDs, batch.categoryIDs)
        let (amounts, quantities) = (batch.amounts, batch.quantities)
        let citySpan = cityIDs.span
        let categorySpan = categoryIDs.span
        let amountSpan = amounts.span
        let quantitySpan = quantities.span
        let cityNumbers = cityNumbers.span
        let categoryNumbers = categoryNumbers.span
        let stride = stride
        var cells = cells.mutableSpan
        for row in rows {
            let cell = cityNumbers[Int(citySpan[row])] * stride + categoryNumbers[Int(categorySpan[row])]
            cells[cell].add(amount: amountSpan[row], quantity: quantitySpan[row])
        }
    }

    /// Adds the sums of a pair, for which there must be room.
    mutating func add(_ totals: LiveTotals, city: Int, category: Int) {
        guard isKnown else { return }
        cells[city * stride + category].merge(totals)
    }

    /// Adds the pairs of another aggregate, whose numbers the arrays translate; there must be room.
    mutating func merge(_ other: CityCategories, cityNumbers: [Int], categoryNumbers: [Int]) {
        guard other.isKnown else { return forget() }
        other.forEach { city, category, totals in
            add(totals, city: cityNumbers[city], category: categoryNumbers[category])
        }
    }

    /// Visits the pairs that have transactions, by city and category in the order of their numbers.
    func forEach(_ body: (_ city: Int, _ category: Int, LiveTotals) -> Void) {
        for city in 0..<(isKnown ? cityCount : 0) {
            for category in 0..<stride {
                let totals = cells[city * stride + category]
                if totals.transactions > 0 { body(city, category, totals) }
            }
        }
    }

    /// The category with the highest revenue in a city, ties by the key's bytes; nil if it is not known.
    func topCategory(ofCity city: Int, among keys: [[UInt8]]) -> [UInt8]? {
        guard isKnown, city < cityCount else { return nil }
        var best: (key: [UInt8], revenue: Int64)?
        for category in 0..<min(stride, keys.count) {
            let totals = cells[city * stride + category]
            guard totals.transactions > 0 else { continue }
            if let best,
                totals.revenue < best.revenue
                    || totals.revenue == best.revenue && !keys[category].lexicographicallyPrecedes(best.key)
            {
                continue
            }
            best = (keys[category], totals.revenue)
        }
        return best?.key
    }
}

/// The binary form: pairs in the order of their keys' bytes, which is the order in which the groups are written.
extension CityCategories {
    func encode(into writer: inout BinaryWriter, cities: [Int], categories: [Int]) {
        writer.writeFixed(UInt8(isKnown ? 1 : 0))
        guard isKnown else { return }
        var pairs: [(city: Int, category: Int, totals: LiveTotals)] = []
        let room = { (order: [Int]) in (order.max() ?? -1) + 1 }
        var cityRanks = [Int](repeating: 0, count: room(cities))
        var categoryRanks = [Int](repeating: 0, count: room(categories))
        for (rank, number) in cities.enumerated() { cityRanks[number] = rank }
        for (rank, number) in categories.enumerated() { categoryRanks[number] = rank }
        forEach { pairs.append((cityRanks[$0], categoryRanks[$1], $2)) }
        pairs.sort { ($0.city, $0.category) < ($1.city, $1.category) }
        writer.writeCount(pairs.count)
        for pair in pairs {
            writer.writeSigned(Int64(pair.city))
            writer.writeSigned(Int64(pair.category))
            pair.totals.encode(into: &writer)
        }
    }

    init(from reader: inout BinaryReader, cities: Int, categories: Int) throws(BinaryReaderError) {
        self.init()
        let flag = try reader.readFixed(UInt8.self)
        try reader.check(flag <= 1, "\(flag) is no mark of known pairs")
        guard flag == 1 else {
            forget()
            return
        }
        makeRoom(cities: cities, categories: categories)
        try reader.check(isKnown, "\(cities) cities with \(categories) categories are too many pairs")
        var previous: (Int64, Int64) = (-1, -1)
        for _ in 0..<(try reader.readCount(minimumElementSize: 5, limit: Self.maximumPairs)) {
            let pair = (try reader.readSigned(), try reader.readSigned())
            let isInside = 0..<Int64(cities) ~= pair.0 && 0..<Int64(categories) ~= pair.1
            try reader.check(isInside && previous < pair, "a pair of a city and a category is out of place")
            add(try LiveTotals(from: &reader), city: Int(pair.0), category: Int(pair.1))
            previous = pair
        }
    }
}
