import Analysis

/// An amount of storage. Binary units (KiB, MiB, GiB, TiB) and decimal ones (kB, MB, GB, TB) mean what they say.
struct ByteSize: ArgumentValue, Hashable {
    /// The bytes, not negative.
    var bytes: Int64

    static let expectation = "a size in bytes"
    static let example = "64MiB"
    static let acceptedKinds: Set<TOMLKind> = [.string, .integer]

    private static let binaryUnits: [(name: String, bytes: Int64)] = [
        ("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10),
    ]
    private static let units: [String: Int64] = [
        "": 1, "B": 1, "kB": 1000, "KB": 1000, "MB": 1_000_000, "GB": 1_000_000_000, "TB": 1_000_000_000_000,
        "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40,
    ]

    /// A size.
    init(bytes: Int64) {
        self.bytes = bytes
    }

    init(argument: String) throws(ValueProblem) {
        guard let bytes = UnitNumber.read(argument, units: Self.units) else { throw Self.misread(argument) }
        self.bytes = bytes
    }

    var argument: String {
        for unit in Self.binaryUnits where bytes > 0 && bytes % unit.bytes == 0 {
            return "\(bytes / unit.bytes)\(unit.name)"
        }
        return String(bytes)
    }

    var json: JSONValue { .integer(bytes) }

    /// What is wrong with the size where only those within limits will do; nil for one that is.
    func complaint(unlessIn limits: ClosedRange<Int>) -> String? {
        guard !limits.contains(Int(bytes)) else { return nil }
        let (least, most) = (Self(bytes: Int64(limits.lowerBound)), Self(bytes: Int64(limits.upperBound)))
        return "expected \(least.argument) to \(most.argument), found \(argument)"
    }
}
