/// Splits a statement into tokens exactly where Spark does, so that nothing that Spark runs is taken for a text or a comment.
///
/// It goes by scalars, because a combining mark must not hide the quote that it follows. Spark's own lexer is `SqlBaseLexer.g4`;
/// what can be read in two ways there is refused. The session's settings are those that `SparkDatabase` makes.
struct SparkTokens {
    /// A token and where it stands.
    struct Placed {
        var token: SparkToken
        var range: Range<String.UnicodeScalarView.Index>
    }

    /// Why a statement can't be split.
    struct Problem: Error, Hashable {
        var reason: String
    }

    private let scalars: String.UnicodeScalarView
    private var position: String.UnicodeScalarView.Index

    private init(_ sql: String) {
        scalars = sql.unicodeScalars
        position = scalars.startIndex
    }

    /// The tokens of a statement.
    static func of(_ sql: String) throws(Problem) -> [Placed] {
        var reader = SparkTokens(sql)
        var tokens: [Placed] = []
        while let token = try reader.next() { tokens.append(token) }
        return tokens
    }

    private var current: Unicode.Scalar? { position < scalars.endIndex ? scalars[position] : nil }

    private var following: Unicode.Scalar? {
        guard position < scalars.endIndex else { return nil }
        let next = scalars.index(after: position)
        return next < scalars.endIndex ? scalars[next] : nil
    }

    private mutating func advance() { position = scalars.index(after: position) }

    private mutating func next() throws(Problem) -> Placed? {
        try skipBlanks()
        guard let scalar = current else { return nil }
        let start = position
        let token: SparkToken
        switch scalar {
        case "'", "\"":
            try skipText(scalar, hasEscapes: true)
            token = .text
        case "`": token = .name(try readQuotedName())
        // `${…}` is replaced before Spark's lexer sees the text, and `$$` begins a text of another kind.
        case "$": throw Problem(reason: "there is a $ outside of texts")
        case _ where Self.isPartOfName(scalar):
            let name = readName()
            if name == "r", let quote = current, quote == "'" || quote == "\"" {
                try skipText(quote, hasEscapes: false)
                token = .text
            } else {
                token = .name(name)
            }
        default:
            advance()
            token = .symbol(scalar)
        }
        return Placed(token: token, range: start..<position)
    }

    private mutating func skipBlanks() throws(Problem) {
        while let scalar = current {
            if scalar.properties.isWhitespace {
                advance()
            } else if scalar == "-", following == "-" {
                skipLine()
            } else if scalar == "/", following == "*" {
                advance()
                advance()
                // What stands in a hint is code.
                if current != "+" { try skipComment() }
            } else {
                return
            }
        }
    }

    /// A backslash at its end makes the next line part of the comment.
    private mutating func skipLine() {
        while let scalar = current {
            if scalar == "\\", following == "\n" {
                advance()
            } else if scalar == "\n" || scalar == "\r" {
                return
            }
            advance()
        }
    }

    private mutating func skipComment() throws(Problem) {
        while let scalar = current {
            if scalar == "*", following == "/" {
                advance()
                advance()
                return
            }
            guard scalar != "/" || following != "*" else { throw Problem(reason: "there is a comment in a comment") }
            advance()
        }
        throw Problem(reason: "a comment has no end")
    }

    private mutating func skipText(_ quote: Unicode.Scalar, hasEscapes: Bool) throws(Problem) {
        advance()
        while let scalar = current {
            advance()
            if scalar == quote { return }
            if scalar == "\\", hasEscapes, current != nil { advance() }
        }
        throw Problem(reason: "a text has no end")
    }

    private mutating func readQuotedName() throws(Problem) -> String {
        var name = String.UnicodeScalarView()
        advance()
        while let scalar = current {
            advance()
            guard scalar == "`" else {
                name.append(scalar)
                continue
            }
            guard current == "`" else { return String(name).lowercased() }
            name.append("`")
            advance()
        }
        throw Problem(reason: "a name in backquotes has no end")
    }

    private mutating func readName() -> String {
        let start = position
        while let scalar = current, Self.isPartOfName(scalar) { advance() }
        return String(scalars[start..<position]).lowercased()
    }

    private static func isPartOfName(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
    }
}
