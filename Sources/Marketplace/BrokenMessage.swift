public import Commerce

/// The ways in which a message can be broken, each with what a decoder has to say about it.
public enum BrokenMessage: String, CaseIterable, Sendable {
    /// No bytes at all.
    case empty
    /// The beginning of a message.
    case truncated
    /// Zero bytes behind the object.
    case trailingGarbage
    /// The object twice, without a line feed between.
    case twoObjects
    /// `'` for `"`, as Python prints a dictionary.
    case singleQuotes
    /// A key without quotes, as in JavaScript.
    case unquotedKey
    /// A comma behind the last member.
    case trailingComma
    /// `NaN` for the amount.
    case notANumber
    /// An amount that begins with a needless zero.
    case leadingZero
    /// A comment before the closing brace.
    case comment
    /// A line feed within a string.
    case rawLineFeed
    /// An escape that JSON doesn't know.
    case unknownEscape
    /// A byte order mark before the object.
    case byteOrderMark
    /// An unknown field with a thousand arrays in each other.
    case nestedTooDeep
    /// Bytes that no UTF-8 has.
    case badUTF8
    /// A slash in two bytes.
    case overlongUTF8
    /// The first half of a character.
    case cutCharacter
    /// An escape for half a surrogate pair.
    case loneSurrogate
    /// The object in an array.
    case array
    /// A string for the object.
    case bareText
    /// A field twice.
    case duplicateKey
    /// A field left out.
    case missingField
    /// `null` for a field.
    case nullField
    /// A number where a text should be.
    case numberForText
    /// An object where a text should be.
    case objectForText
    /// A word for the quantity.
    case textForQuantity
    /// One article and a half.
    case fractionForQuantity
    /// `true` for the time.
    case booleanForTimestamp
    /// A text of more than 256 bytes.
    case textTooLong
    /// A word for the amount.
    case amountInWords
    /// A comma for the amount's point.
    case decimalComma
    /// A digit more than the currency has decimals.
    case amountTooPrecise
    /// An amount below nothing.
    case negativeAmount
    /// An amount of nothing.
    case zeroAmount
    /// An amount of a million millions.
    case hugeAmount
    /// No article.
    case zeroQuantity
    /// One article less than none.
    case negativeQuantity
    /// More articles than 2³¹ − 1.
    case hugeQuantity
    /// Words for the time.
    case timestampInWords
    /// The thirtieth of February.
    case impossibleDate
    /// The last second of 1969.
    case ancientTimestamp
    /// The first second of 2201.
    case farTimestamp
    /// A time in 2199.
    case futureTimestamp

    /// The reason that a decoder must give, and no other.
    public var expectedReason: Rejection.Reason {
        switch self {
        case .empty, .truncated, .trailingGarbage, .twoObjects, .singleQuotes, .unquotedKey, .trailingComma,
            .notANumber,
            .leadingZero, .comment, .rawLineFeed, .unknownEscape, .byteOrderMark, .nestedTooDeep:
            .invalidJSON
        case .badUTF8, .overlongUTF8, .cutCharacter, .loneSurrogate: .invalidUTF8
        case .array, .bareText: .notAnObject
        case .duplicateKey: .duplicateKey
        case .missingField: .missingField
        case .nullField, .numberForText, .objectForText, .textForQuantity, .fractionForQuantity, .booleanForTimestamp:
            .wrongType
        case .textTooLong: .textTooLong
        case .amountInWords, .decimalComma: .invalidAmount
        case .amountTooPrecise: .amountTooPrecise
        case .negativeAmount, .zeroAmount, .hugeAmount: .amountOutOfRange
        case .zeroQuantity, .negativeQuantity, .hugeQuantity: .quantityOutOfRange
        case .timestampInWords, .impossibleDate: .invalidTimestamp
        case .ancientTimestamp, .farTimestamp: .timestampOutOfRange
        case .futureTimestamp: .timestampInFuture
        }
    }
}
