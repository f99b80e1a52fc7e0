/// A sale as the simulator draws it, before it becomes text.
struct SimulatedTransaction: Sendable {
    /// The id's bits: version 4 of RFC 9562.
    var identifier: (high: UInt64, low: UInt64)
    /// The customer's number.
    var customer: Int
    /// Indices into `Assortment`.
    var city: Int
    var category: Int
    var paymentMethod: Int
    var quantityChoice: Int
    /// The sale's total in centimes.
    var amount: Int64
    /// Event time in microseconds since the epoch.
    var timestamp: Int64
}
