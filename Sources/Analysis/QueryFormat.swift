/// How the rows of a query are written.
public enum QueryFormat: String, Sendable, Hashable, CaseIterable {
    /// Aligned columns for people. NULL stands as `NULL`; characters that would disturb a terminal are shown by their number.
    case table
    /// RFC 4180 with a header; NULL is an empty field, an empty text is `""`.
    case csv
    /// An array of objects, one a line. Numbers are written exactly; moments as ISO 8601 in UTC; what JSON has no number for
    /// (infinity, not-a-number) as null. A column name that occurs again gets a number: `count`, `count_2`.
    case json
}
