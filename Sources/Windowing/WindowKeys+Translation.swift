internal import Commerce

extension WindowKeys {
    /// Translates one cut's dictionary ids into numbers of keys, each of them once.
    struct Translation {
        private let dictionaries: [StringDictionary]
        private var numbers: [[UInt32]]
        private static let unknown = UInt32.max

        init(_ cut: CutWindows, into keys: inout WindowKeys) {
            dictionaries = [StringDictionary(), cut.categories, cut.cities, cut.paymentMethods]
            numbers = dictionaries.map { Array(repeating: Self.unknown, count: $0.count) }
            numbers[Int(Dimension.all.rawValue)] = [keys.number(of: Array(Dimension.keyOfAll.utf8))]
        }

        mutating func number(of part: CutWindows.Part, in keys: inout WindowKeys) -> UInt32 {
            let dimension = Int(part.dimension.rawValue)
            let known = numbers[dimension][Int(part.id)]
            guard known == Self.unknown else { return known }
            let dictionary = dictionaries[dimension]
            let text = Int(dictionary.ends[Int(part.id)])..<Int(dictionary.ends[Int(part.id) + 1])
            let number = keys.number(of: Array(dictionary.bytes[text]))
            numbers[dimension][Int(part.id)] = number
            return number
        }
    }
}
