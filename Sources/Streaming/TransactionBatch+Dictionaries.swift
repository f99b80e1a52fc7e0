internal import Commerce

extension TransactionBatch {
    /// What the dictionaries that outlive the rows take up, about.
    var dictionaryBytes: Int {
        Self.bytes(of: cities) + Self.bytes(of: categories) + Self.bytes(of: paymentMethods)
    }

    /// A text takes its bytes, its end, and two to four slots of the table.
    private static func bytes(of dictionary: borrowing StringDictionary) -> Int {
        dictionary.bytes.count + 32 * dictionary.count
    }
}
