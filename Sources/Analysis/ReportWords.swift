/// The words of a report, in one language.
struct ReportWords {
    var title: String
    var generated: String
    var period: String
    var noTransactions: String
    var overview: String
    var transactions: String
    var revenue: String
    var averageAmount: String
    var smallestAmount: String
    var largestAmount: String
    var articles: String
    var averageQuantity: String
    var transactionsPerDay: String
    var categories: String
    var cities: String
    var leadingCategory: String
    var leadingCity: String
    var customers: String
    var rejectedMessages: String
    var byCategory: String
    var byCity: String
    var byPaymentMethod: String
    var category: String
    var city: String
    var paymentMethod: String
    var share: String
    var averageBasket: String
    var topCategory: String
    var topCustomers: String
    var customer: String
    var topTransactions: String
    var transaction: String
    var amount: String
    var quantity: String
    var time: String
    var largeTransactions: String
    var none: String
    var hoursOfDay: String
    var hour: String
    var peakHour: String
    var salesPerDay: String
    var day: String
    /// Says that only so many days are listed, of so many with sales.
    var lastDays: @Sendable (_ listed: Int, _ all: String) -> String
    var rejectedByReason: String
    var reason: String
    var messages: String

    static func words(of language: ReportLanguage) -> ReportWords {
        switch language {
        case .english: english
        case .french: french
        }
    }

    private static let english = ReportWords(
        title: "Sales report", generated: "Generated", period: "Period",
        noTransactions: "There are no transactions in this lake yet.", overview: "Overview",
        transactions: "Transactions", revenue: "Revenue", averageAmount: "Average amount",
        smallestAmount: "Smallest amount", largestAmount: "Largest amount", articles: "Articles",
        averageQuantity: "Average quantity", transactionsPerDay: "Transactions per day", categories: "Categories",
        cities: "Cities", leadingCategory: "Top category by revenue", leadingCity: "Top city by revenue",
        customers: "Unique customers", rejectedMessages: "Rejected messages", byCategory: "By category",
        byCity: "By city",
        byPaymentMethod: "By payment method", category: "Category", city: "City", paymentMethod: "Payment method",
        share: "Share", averageBasket: "Average basket", topCategory: "Top category by revenue",
        topCustomers: "Top 10 customers",
        customer: "Customer", topTransactions: "Top 10 transactions", transaction: "Transaction", amount: "Amount",
        quantity: "Quantity", time: "Time", largeTransactions: "Transactions above", none: "None.",
        hoursOfDay: "Hours of the day", hour: "Hour", peakHour: "Peak hour", salesPerDay: "Sales per day", day: "Day",
        lastDays: { "The last \($0) of \($1) days with sales." },
        rejectedByReason: "Rejected messages by reason",
        reason: "Reason", messages: "Messages")

    private static let french = ReportWords(
        title: "Rapport des ventes", generated: "Généré", period: "Période",
        noTransactions: "Ce lac ne contient encore aucune transaction.", overview: "Vue d’ensemble",
        transactions: "Transactions", revenue: "Chiffre d’affaires", averageAmount: "Montant moyen",
        smallestAmount: "Plus petit montant", largestAmount: "Plus grand montant", articles: "Articles",
        averageQuantity: "Quantité moyenne", transactionsPerDay: "Transactions par jour", categories: "Catégories",
        cities: "Villes", leadingCategory: "Première catégorie par chiffre d’affaires",
        leadingCity: "Première ville par chiffre d’affaires",
        customers: "Clients uniques", rejectedMessages: "Messages rejetés", byCategory: "Par catégorie",
        byCity: "Par ville", byPaymentMethod: "Par moyen de paiement", category: "Catégorie", city: "Ville",
        paymentMethod: "Moyen de paiement", share: "Part", averageBasket: "Panier moyen",
        topCategory: "Première catégorie par chiffre d’affaires",
        topCustomers: "Les 10 premiers clients", customer: "Client",
        topTransactions: "Les 10 plus grandes transactions", transaction: "Transaction", amount: "Montant",
        quantity: "Quantité", time: "Heure", largeTransactions: "Transactions de plus de", none: "Aucune.",
        hoursOfDay: "Heures de la journée", hour: "Heure", peakHour: "Heure de pointe",
        salesPerDay: "Ventes par jour", day: "Jour",
        lastDays: { "Les \($0) derniers des \($1) jours avec des ventes." },
        rejectedByReason: "Messages rejetés par motif", reason: "Motif", messages: "Messages")
}
