import Commerce

extension Timestamp: ArgumentValue {
    static var expectation: String { "a time as ISO 8601 writes it" }
    static var example: String { "2025-03-01T08:00:00Z" }

    /// Reads a date, or a date and a time with an optional fraction and zone; without a zone it is UTC.
    init(argument: String) throws(ValueProblem) {
        let isDate = argument.utf8.count == 10
        do throws(TimestampFormatError) {
            try self.init(iso8601: isDate ? "\(argument)T00:00Z" : argument)
        } catch {
            throw Self.misread(argument)
        }
    }

    var argument: String { iso8601 }
}
