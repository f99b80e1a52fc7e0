public import Commerce

extension LiveAggregate {
    /// Adds figures that were summed up elsewhere; their intervals must have this aggregate's length, and what is large its amount.
    ///
    /// - Parameter arrival: when they were read.
    public mutating func add(_ increment: LiveIncrement, arrival: Timestamp) {
        for (start, sums) in increment.intervals {
            let sums = LiveTotals(sums)
            totals.merge(sums)
            series.add(sums, start: start)
        }
        for (groups, increments) in [
            (\LiveAggregate.categories, increment.categories), (\.cities, increment.cities),
            (\.paymentMethods, increment.paymentMethods),
        ] {
            for group in increments { self[keyPath: groups].add(LiveTotals(group.sums), of: Array(group.key.utf8)) }
        }
        for (start, sums) in increment.quarters { quarters.add(LiveTotals(sums), start: start) }
        largeTransactions += increment.largeTransactions
        for pair in increment.cityCategories {
            let city = cities.number(of: Array(pair.city.utf8))
            let category = categories.number(of: Array(pair.category.utf8))
            cityCategories.makeRoom(cities: cities.keys.count, categories: categories.keys.count)
            cityCategories.add(LiveTotals(pair.sums), city: city, category: category)
        }
        for transaction in increment.top { top.add(transaction) }
        for row in increment.latest {
            latest.add(
                LatestTransactions.Arrival(
                    time: arrival.microseconds, partition: row.partition, offset: row.offset,
                    transaction: row.transaction))
        }
        customers.add(increment.customerHashes, increment.customerRegisters)
    }
}

extension LiveTotals {
    fileprivate init(_ sums: LiveIncrement.Sums) {
        self.init(revenue: sums.revenue, transactions: sums.transactions, quantity: sums.quantity)
    }
}
