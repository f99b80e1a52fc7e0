extension Duration: ArgumentValue {
    static var expectation: String { "a duration" }
    static var example: String { "250ms, 5s, 1m or 1h30m" }

    private static var units: [(name: String, nanoseconds: Int64)] {
        [
            ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000),
            ("ms", 1_000_000), ("us", 1000), ("ns", 1),
        ]
    }

    init(argument: String) throws(ValueProblem) {
        let units = Dictionary(uniqueKeysWithValues: Self.units.map { ($0.name, $0.nanoseconds) })
        var rest = argument[...]
        var total: Int64 = 0
        repeat {
            let number = rest.prefix { !$0.isLetter }
            let unit = rest.dropFirst(number.count).prefix { $0.isLetter }
            let part = rest.prefix(number.count + unit.count)
            guard let nanoseconds = UnitNumber.read(part, units: units) else { throw Self.misread(argument) }
            let (sum, overflows) = total.addingReportingOverflow(nanoseconds)
            guard !overflows else { throw Self.misread(argument) }
            total = sum
            rest = rest.dropFirst(part.count)
        } while !rest.isEmpty
        self = .nanoseconds(total)
    }

    var argument: String {
        let (seconds, attoseconds) = components
        let nanoseconds = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
        guard nanoseconds != 0 else { return "0s" }
        // 24h reads better than 1d where people think in hours, so days are left out.
        for unit in Self.units.dropFirst() where nanoseconds % unit.nanoseconds == 0 {
            return "\(nanoseconds / unit.nanoseconds)\(unit.name)"
        }
        return "\(nanoseconds)ns"
    }
}
