/// A column as queries print it.
package struct PrintedColumn: Sendable, Hashable {
    /// The name, not necessarily unique.
    package var name: String
    /// Whether its values are numbers, which people line up at the right.
    package var isNumeric: Bool

    /// A column.
    package init(name: String, isNumeric: Bool) {
        self.name = name
        self.isNumeric = isNumeric
    }
}
