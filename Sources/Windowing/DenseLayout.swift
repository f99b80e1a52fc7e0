internal import Commerce

/// Where the totals of a window's keys lie in its row of the table: first those of all, then each dimension's by id.
struct DenseLayout: Sendable {
    /// The part of a row that belongs to one dimension.
    struct Place: Sendable {
        var dimension: Dimension
        var offset: Int
        var capacity: Int

        func fits(_ count: Int, _ isPartial: Bool) -> Bool {
            count <= capacity || (isPartial && capacity == PartialWindows.maximumDenseIDs)
        }
    }

    let categories: Place
    let paymentMethods: Place
    let cities: Place
    /// Whether a dictionary has more ids than may have a place.
    private(set) var isPartial = false

    /// A layout without any id.
    init() {
        self.init(categories: 0, paymentMethods: 0, cities: 0)
    }

    /// A layout for a batch's dictionaries with room for as many again.
    init(for batch: borrowing TransactionBatch) {
        self.init(
            categories: batch.categories.count, paymentMethods: batch.paymentMethods.count, cities: batch.cities.count)
    }

    private init(categories categoryCount: Int, paymentMethods paymentMethodCount: Int, cities cityCount: Int) {
        categories = Place(dimension: .category, offset: 1, capacity: Self.capacity(for: categoryCount))
        paymentMethods = Place(
            dimension: .paymentMethod, offset: categories.offset + categories.capacity,
            capacity: Self.capacity(for: paymentMethodCount))
        cities = Place(
            dimension: .city, offset: paymentMethods.offset + paymentMethods.capacity,
            capacity: Self.capacity(for: cityCount))
        isPartial = max(categoryCount, paymentMethodCount, cityCount) > PartialWindows.maximumDenseIDs
    }

    private static func capacity(for count: Int) -> Int {
        var capacity = 4
        while capacity < min(count, PartialWindows.maximumDenseIDs) { capacity *= 2 }
        return count == 0 ? 0 : capacity
    }

    /// How many totals a window has.
    var stride: Int { cities.offset + cities.capacity }

    /// The places of the dimensions that have ids.
    var places: [Place] { [categories, paymentMethods, cities] }

    /// All places of a window's row.
    var allPlaces: [Place] { [Place(dimension: .all, offset: 0, capacity: 1)] + places }

    /// Whether the layout is the right one for a batch.
    func fits(_ batch: borrowing TransactionBatch) -> Bool {
        categories.fits(batch.categories.count, isPartial) && paymentMethods.fits(batch.paymentMethods.count, isPartial)
            && cities.fits(batch.cities.count, isPartial)
    }

    /// Adds rows of one window to its row of the table, which begins at `base`; ids without a place are left out, except
    /// from the totals of all.
    func add(_ columns: WindowColumns, rows: Range<Int>, into table: inout [WindowTotals], base: Int) {
        let amounts = columns.amounts.span
        let quantities = columns.quantities.span
        let categoryIDs = columns.categoryIDs.span
        let cityIDs = columns.cityIDs.span
        let paymentMethodIDs = columns.paymentMethodIDs.span
        var totals = table.mutableSpan
        var all = totals[base]
        for row in rows {
            let amount = amounts[row]
            let quantity = quantities[row]
            all.add(amount: amount, quantity: quantity)
            let category = Int(categoryIDs[row])
            if category < categories.capacity {
                totals[base + categories.offset + category].add(amount: amount, quantity: quantity)
            }
            let paymentMethod = Int(paymentMethodIDs[row])
            if paymentMethod < paymentMethods.capacity {
                totals[base + paymentMethods.offset + paymentMethod].add(amount: amount, quantity: quantity)
            }
            let city = Int(cityIDs[row])
            if city < cities.capacity {
                totals[base + cities.offset + city].add(amount: amount, quantity: quantity)
            }
        }
        totals[base] = all
    }
}
