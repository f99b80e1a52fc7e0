internal import Commerce

/// Writes drawn sales as JSON, the fields in the order of the reference.
struct TransactionWriter: Sendable {
    /// More than the longest message has.
    private static let room = 512
    private static let secondsPerDay = 86_400

    private let userDigits: Int
    private let currency: Currency
    private let opening = FragmentTable(["{\"transaction_id\": \"", "\", \"user_id\": \"user_"])
    private let places: FragmentTable
    private let payments: FragmentTable
    private var day = -1
    private var date = CalendarDate(daysSinceEpoch: 0)

    init(userDigits: Int, currency: Currency) {
        self.userDigits = userDigits
        self.currency = currency
        places = FragmentTable(
            Assortment.cities.flatMap { city in
                Assortment.categories.map { category in
                    "\", \"city\": \"\(city.name)\", \"category\": \"\(category.name)\", \"amount\": "
                }
            })
        payments = FragmentTable(
            Assortment.quantities.flatMap { quantity in
                Assortment.paymentMethods.map { method in
                    ", \"quantity\": \(quantity.count), \"payment_method\": \"\(method.name)\", \"timestamp\": \""
                }
            })
    }

    /// Appends a message.
    ///
    /// - Returns: the hash of its user id.
    @inline(__always)
    mutating func append(_ transaction: SimulatedTransaction, to bytes: inout [UInt8]) -> UInt64 {
        enter(transaction.timestamp)
        // The message is made on the stack and copied once; nothing is allocated but what the array needs to grow.
        return unsafe withUnsafeTemporaryAllocation(byteCount: Self.room, alignment: 8) { memory in
            var cursor = unsafe TextCursor(memory)
            let hash = unsafe write(transaction, &cursor)
            unsafe bytes.append(contentsOf: cursor.written)
            return hash
        }
    }

    private mutating func enter(_ timestamp: Int64) {
        let day = Int(timestamp / 1_000_000) / Self.secondsPerDay
        guard day != self.day else { return }
        self.day = day
        date = CalendarDate(daysSinceEpoch: day)
    }

    @inline(__always)
    private func write(_ transaction: SimulatedTransaction, _ cursor: inout TextCursor) -> UInt64 {
        unsafe cursor.put(opening, 0)
        unsafe writeIdentifier(transaction.identifier, &cursor)
        unsafe cursor.put(opening, 1)
        let userStart = unsafe cursor.count - 5
        unsafe cursor.putDigits(transaction.customer, atLeast: userDigits)
        let hash = unsafe cursor.written[userStart...].reduce(PartitionKey.offsetBasis) {
            ($0 ^ UInt64($1)) &* PartitionKey.prime
        }
        unsafe cursor.put(places, transaction.city * Assortment.categories.count + transaction.category)
        unsafe writeAmount(Int(transaction.amount), &cursor)
        unsafe cursor.put(
            payments, transaction.quantityChoice * Assortment.paymentMethods.count + transaction.paymentMethod)
        unsafe writeTime(transaction.timestamp, &cursor)
        unsafe cursor.put(UInt8(ascii: "\""))
        unsafe cursor.put(UInt8(ascii: "}"))
        return hash
    }

    /// The same count of minor units in every currency: what costs 12.50 in dirhams costs 1250 in yen.
    @inline(__always)
    private func writeAmount(_ minorUnits: Int, _ cursor: inout TextCursor) {
        let perUnit = Int(currency.minorUnitsPerUnit)
        unsafe cursor.putDigits(minorUnits / perUnit, atLeast: 1)
        guard perUnit > 1 else { return }
        unsafe cursor.put(UInt8(ascii: "."))
        if perUnit == 100 {
            unsafe cursor.putTwoDigits(minorUnits % perUnit)
        } else {
            unsafe cursor.putDigits(minorUnits % perUnit, atLeast: currency.minorUnitDigits)
        }
    }

    @inline(__always)
    private func writeIdentifier(_ identifier: (high: UInt64, low: UInt64), _ cursor: inout TextCursor) {
        let dash = UInt8(ascii: "-")
        unsafe cursor.putHexadecimal(identifier.high >> 32, bytes: 4)
        unsafe cursor.put(dash)
        unsafe cursor.putHexadecimal(identifier.high >> 16, bytes: 2)
        unsafe cursor.put(dash)
        unsafe cursor.putHexadecimal(identifier.high, bytes: 2)
        unsafe cursor.put(dash)
        unsafe cursor.putHexadecimal(identifier.low >> 48, bytes: 2)
        unsafe cursor.put(dash)
        unsafe cursor.putHexadecimal(identifier.low, bytes: 6)
    }

    @inline(__always)
    private func writeTime(_ timestamp: Int64, _ cursor: inout TextCursor) {
        let seconds = Int(timestamp / 1_000_000)
        let fraction = Int(timestamp % 1_000_000)
        let timeOfDay = seconds % Self.secondsPerDay
        unsafe cursor.putTwoDigits(date.year / 100)
        unsafe cursor.putTwoDigits(date.year % 100)
        unsafe cursor.put(UInt8(ascii: "-"))
        unsafe cursor.putTwoDigits(date.month)
        unsafe cursor.put(UInt8(ascii: "-"))
        unsafe cursor.putTwoDigits(date.day)
        unsafe cursor.put(UInt8(ascii: "T"))
        unsafe cursor.putTwoDigits(timeOfDay / 3600)
        unsafe cursor.put(UInt8(ascii: ":"))
        unsafe cursor.putTwoDigits(timeOfDay / 60 % 60)
        unsafe cursor.put(UInt8(ascii: ":"))
        unsafe cursor.putTwoDigits(timeOfDay % 60)
        unsafe cursor.put(UInt8(ascii: "."))
        unsafe cursor.putTwoDigits(fraction / 10_000)
        unsafe cursor.putTwoDigits(fraction / 100 % 100)
        unsafe cursor.putTwoDigits(fraction % 100)
        unsafe cursor.put(UInt8(ascii: "Z"))
    }
}
