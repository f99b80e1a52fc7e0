/// A currency of ISO 4217: its code and how many decimal digits its minor unit has.
///
/// Units of account that nobody pays with (`CLF`, `UYW`), metals and codes for tests are left out.
public struct Currency: Sendable, Hashable {
    /// The ISO 4217 code, `MAD` for instance.
    public let code: String
    /// Decimal digits of the minor unit: 2 for centimes, 0 for yen, 3 for millimes.
    public let minorUnitDigits: Int

    /// The currency of a code in capital letters, nil if ISO 4217 has no such code.
    public init?(code: String) {
        guard let digits = Self.digitsByCode[code] else { return nil }
        self.init(code: code, minorUnitDigits: digits)
    }

    private init(code: String, minorUnitDigits: Int) {
        self.code = code
        self.minorUnitDigits = minorUnitDigits
    }

    /// The Moroccan dirham, the default.
    public static let moroccanDirham = Currency(code: "MAD", minorUnitDigits: 2)

    /// Every code, in alphabetical order.
    public static let codes = digitsByCode.keys.sorted()

    /// How many minor units make one of the currency.
    public var minorUnitsPerUnit: Int64 { minorUnitDigits == 0 ? 1 : minorUnitDigits == 2 ? 100 : 1_000 }

    private static let digitsByCode: [String: Int] = {
        let byDigits = [
            0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
            2: """
            AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC \
            CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES \
            KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR \
            NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT \
            TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
            """,
            3: "BHD IQD JOD KWD LYD OMR TND",
        ]
        let pairs = byDigits.flatMap { digits, codes in codes.split(separator: " ").map { (String($0), digits) } }
        return Dictionary(uniqueKeysWithValues: pairs)
    }()
}
