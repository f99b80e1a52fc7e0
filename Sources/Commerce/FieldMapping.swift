/// Which key of a message holds which field.
public struct FieldMapping: Sendable, Hashable {
    private var names: [TransactionField: String]

    /// The default names: `transaction_id`, `user_id`, `city`, `category`, `amount`, `quantity`, `payment_method`,
    /// `timestamp`, `currency`.
    public init() {
        names = [:]
    }

    /// The default names, replaced where others are given.
    ///
    /// - Throws: `FieldMappingError` when two fields would share a name. Names are compared byte by byte, as keys are.
    public init(names: [TransactionField: String]) throws(FieldMappingError) {
        self.names = names
        let fields = TransactionField.allCases
        for (index, field) in fields.enumerated() {
            for other in fields[(index + 1)...] where self[field].utf8.elementsEqual(self[other].utf8) {
                throw FieldMappingError(name: self[field], fields: [field, other])
            }
        }
    }

    /// The key that holds a field.
    public subscript(field: TransactionField) -> String {
        names[field] ?? field.defaultName
    }
}
