import Commerce
import Streaming
import Windowing

extension LakeContent {
    /// What a lake must hold after messages were carried into it, found in the plainest way: every accepted transaction is in
    /// its window, however late it came. Every refused message must be invalid JSON.
    init(of messages: [Int32: [Market.Message]], windows settings: WindowSettings) {
        for (partition, messages) in messages {
            for (offset, message) in messages.enumerated() {
                accounting.read += 1
                guard let transaction = message.transaction else {
                    accounting.rejectedByReason[.invalidJSON, default: 0] += 1
                    rejected[Place(partition: partition, offset: Int64(offset))] = Refusal(
                        reason: Rejection.Reason.invalidJSON.rawValue, payload: message.bytes)
                    continue
                }
                accounting.accepted += 1
                transactions[Place(partition: partition, offset: Int64(offset))] = transaction
                let time = transaction.timestamp.microseconds
                accounting.windowed += 1
                add(transaction, start: time / settings.size * settings.size)
            }
        }
        accounting.windowsClosed = Int64(Set(windows.keys.map(\.start)).count)
    }

    /// Counts a sale into its windows.
    mutating func add(_ sale: Transaction, start: Int64) {
        let keys = [
            ("all", "all"), ("category", sale.category), ("city", sale.city), ("payment_method", sale.paymentMethod),
        ]
        for (dimension, key) in keys {
            var values = windows[WindowKey(start: start, dimension: dimension, key: key)] ?? WindowValues()
            values.revenue += sale.amount
            values.count += 1
            values.quantity += Int64(sale.quantity)
            values.maximum = max(values.maximum, sale.amount)
            values.average = Money.average(minorUnits: values.revenue, count: values.count)
            windows[WindowKey(start: start, dimension: dimension, key: key)] = values
        }
    }
}
