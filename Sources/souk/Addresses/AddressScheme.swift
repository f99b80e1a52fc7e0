/// The part of an address before its colon, if it has one.
enum AddressScheme {
    /// The scheme and what follows its colon; nil for a plain path. A scheme is a letter and at least one more letter, digit,
    /// `+`, `-` or `.` (RFC 3986, section 3.1, less those of one letter), so `./a:b` and `a/b:c` are paths.
    static func split(_ text: String) -> (scheme: String, rest: String)? {
        guard let match = text.wholeMatch(of: /([A-Za-z][A-Za-z0-9+.\-]+):(.*)/) else { return nil }
        return (String(match.1), String(match.2))
    }
}
