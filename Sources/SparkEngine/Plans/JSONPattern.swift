/// Regular expressions for JSON, as Java reads them.
///
/// All repetition is possessive: nothing here needs to be tried twice, and Java's matcher walks over possessive repetitions in
/// a loop, where it would otherwise recurse for every element and end long messages with a stack overflow.
enum JSONPattern {
    /// Whitespace between tokens.
    static let whitespace = #"[ \t\n\r]*+"#
    /// A string with its quotes, strict as RFC 8259.
    static let string = #""(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+""#
    /// A number.
    static let number = #"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][-+]?[0-9]++)?+"#
    /// A number or a word that is a value.
    static let bareValue = number + "|true|false|null"
    /// A text that is a sequence of tokens, in whatever order they come.
    static let tokens = #"\A(?:[ \t\n\r{}\[\],:]|"# + string + "|" + bareValue + #")*+\z"#
    /// A container of nothing but scalars in a text where strings have become `"` and other scalars `0`.
    static let innermostContainer = #"\{(?:":["0](?:,":["0])*+)?+\}|\[(?:["0](?:,["0])*+)?+\]"#
    /// A JSON text in which no escape names half a surrogate pair.
    static let pairedSurrogates =
        #"\A(?:[^\\]++|\\(?:[^u]|u(?:[0-9a-ce-fA-CE-F][0-9a-fA-F]{3}|[dD][0-7][0-9a-fA-F]{2}"#
        + #"|[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})))*+\z"#
    /// The beginning of an object.
    static let objectStart = #"\A[ \t\n\r]*+\{"#
    /// A member of the outermost object of a JSON text; its groups are the key with its quotes and the value as it stands.
    ///
    /// Java's expressions can't recurse, so containers are spelled out as deep as a message may nest them.
    static let member = {
        var container = ""
        for _ in 1..<depthLimit {
            let inner = container.isEmpty ? checkedString : checkedString + "|" + container
            container = #"[\[{](?:[^"\[\]{}]++|"# + inner + #")*+[\]}]"#
        }
        return "(\(checkedString))\(whitespace):\(whitespace)(\(checkedString)|" + #"[^"\[\]{},\s]++|"# + container
            + ")"
    }()

    /// The most containers that may be open at once.
    static let depthLimit = 128
    /// A string of a text that is known to be JSON.
    private static let checkedString = #""(?:[^"\\]++|\\.)*+""#
}
