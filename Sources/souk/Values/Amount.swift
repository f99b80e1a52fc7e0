import Commerce

/// An amount of money in the lake's currency, whichever that is.
struct Amount: ArgumentValue, Hashable {
    /// The count of thousandths: no currency has finer ones.
    private let thousandths: Int64

    static let expectation = "an amount with at most three decimals"
    static let example = "1000.00"
    static let acceptedKinds: Set<TOMLKind> = [.string, .integer, .float]

    /// A whole amount.
    init(_ units: Int64) {
        thousandths = units * 1_000
    }

    init(argument: String) throws(ValueProblem) {
        guard let thousandths = UnitNumber.read(argument, units: ["": 1_000]) else { throw Self.misread(argument) }
        self.thousandths = thousandths
    }

    /// The amount in minor units of a currency.
    ///
    /// - Throws: `CommandError` with exit code 10 if the currency has fewer decimals than the amount.
    func minorUnits(in currency: Currency, of key: ConfigurationKey<Amount>) throws(CommandError) -> Int64 {
        let (quotient, remainder) = thousandths.quotientAndRemainder(dividingBy: 1_000 / currency.minorUnitsPerUnit)
        guard remainder == 0 else {
            throw CommandError(
                "\(key.entry.path): \(argument) has more decimals than \(currency.code), which has \(currency.minorUnitDigits)",
                exitCode: .configuration)
        }
        return quotient
    }

    /// With two decimals, and a third where it is needed.
    var argument: String {
        let (units, fraction) = thousandths.quotientAndRemainder(dividingBy: 1_000)
        let digits = String(fraction + 1_000).dropFirst()
        return "\(units).\(fraction % 10 == 0 ? digits.dropLast() : digits)"
    }
}

extension Currency: ArgumentValue {
    static let expectation = "the code of a currency in ISO 4217"
    static let example = "MAD"

    init(argument: String) throws(ValueProblem) {
        guard let currency = Currency(code: argument) else {
            var problem = Self.misread(argument)
            let suggestion = Suggestion.nearest(to: argument.uppercased(), among: Self.codes)
            problem.hints = suggestion.map { ["did you mean \($0)?"] } ?? []
            throw problem
        }
        self = currency
    }

    var argument: String { code }
}
