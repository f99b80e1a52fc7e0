/// What transactions of a window are grouped by. The raw values are in the order of the names.
public enum Dimension: UInt8, Sendable, Hashable, CaseIterable, Comparable {
    /// Not at all: one group with the key `all`.
    case all = 0
    /// The kind of goods.
    case category = 1
    /// Where the sale was.
    case city = 2
    /// How it was paid.
    case paymentMethod = 3

    /// The only key of the dimension `all`.
    public static let keyOfAll = "all"

    /// The name in the lake's column `dimension`.
    public var name: String {
        switch self {
        case .all: "all"
        case .category: "category"
        case .city: "city"
        case .paymentMethod: "payment_method"
        }
    }

    /// The dimension of that name, if there is one.
    public init?(name: String) {
        guard let dimension = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = dimension
    }

    /// Whether one dimension's name comes before another's.
    public static func < (left: Dimension, right: Dimension) -> Bool {
        left.rawValue < right.rawValue
    }
}
