/// What databases call differently in SQL. Arguments and results are SQL expressions.
package protocol SQLDialect: Sendable {
    /// The microseconds of a moment since the epoch.
    func microseconds(of timestamp: String) -> String
    /// The moment so many microseconds after the epoch.
    func timestamp(ofMicroseconds microseconds: String) -> String
    /// The quotient of two whole numbers, cut off.
    func quotient(_ dividend: String, _ divisor: String) -> String
    /// The number of the block of 64 offsets that an offset is in.
    func block(ofOffset offset: String) -> String
    /// An integer of 64 bits with the bit of an offset in its block set.
    func bit(ofOffset offset: String) -> String
    /// The integer of 64 bits with all of them set, of the type that `bit` has.
    var allBits: String { get }
    /// The aggregate: a value of the row in which `order` is the largest.
    func last(_ value: String, by order: String) -> String
    /// The type of whole numbers that sums of amounts fit into.
    var sumType: String { get }
    /// What makes a common table expression be computed once, where that has to be said.
    var materialized: String { get }
}
