/// What the marketplace sells, where, and how it is paid: names, shares and prices.
public enum Assortment {
    /// Cities with their shares of the sales, roughly by their size.
    public static let cities: [(name: String, share: Double)] = [
        ("Casablanca", 0.36), ("Rabat", 0.18), ("Marrakech", 0.15), ("Fes", 0.12), ("Tanger", 0.11), ("Agadir", 0.08),
    ]

    /// A kind of goods: how often it is bought, and the log-normal distribution of the price of an article.
    public struct Category: Sendable, Hashable {
        /// Its name.
        public var name: String
        /// Its share of the sales.
        public var share: Double
        /// The price that half of its articles stay below, in centimes.
        public var medianPrice: Double
        /// The deviation of the price's natural logarithm.
        public var deviation: Double
    }

    /// The six kinds of goods.
    public static let categories = [
        Category(name: "Electronics", share: 0.20, medianPrice: 650_00, deviation: 0.90),
        Category(name: "Fashion", share: 0.25, medianPrice: 280_00, deviation: 0.70),
        Category(name: "Home & Garden", share: 0.15, medianPrice: 340_00, deviation: 0.80),
        Category(name: "Sports", share: 0.10, medianPrice: 260_00, deviation: 0.75),
        Category(name: "Books", share: 0.10, medianPrice: 95_00, deviation: 0.50),
        Category(name: "Food & Beverage", share: 0.20, medianPrice: 70_00, deviation: 0.60),
    ]

    /// Payment methods with their shares of the sales.
    public static let paymentMethods: [(name: String, share: Double)] = [
        ("Credit Card", 0.34), ("Cash", 0.30), ("Mobile App", 0.18), ("PayPal", 0.09), ("Wire Transfer", 0.07),
        ("Cryptocurrency", 0.02),
    ]

    /// Counts of articles in a sale with their shares of the sales.
    public static let quantities: [(count: Int32, share: Double)] = [
        (1, 0.70), (2, 0.18), (3, 0.07), (4, 0.03), (5, 0.02),
    ]
}
