public import Commerce

extension LiveAggregate {
    /// Adds figures that were summed up elsewhere; their intervals must have this aggregate's length.
    ///
    /// - Parameter arrival: when they were read.
    public mutating func add(_ increment: LiveIncrement, arrival: Timestamp) {
        for group in increment.groups {
            let sums = LiveTotals(
                revenue: group.revenue, transactions: group.transactions, quantity: group.quantity)
            switch group.dimension {
            case .all:
                totals.merge(sums)
                series.add(sums, start: group.start)
            case .category: categories.add(sums, of: Array(group.key.utf8))
            case .city: cities.add(sums, of: Array(group.key.utf8))
            case .paymentMethod: paymentMethods.add(sums, of: Array(group.key.utf8))
            }
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
