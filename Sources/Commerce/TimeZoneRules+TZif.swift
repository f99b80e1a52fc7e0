extension TimeZoneRules {
    /// Reads a rule in the notation of the POSIX variable `TZ`: `<+01>-1`, `CET-1CEST,M3.5.0,M10.5.0/3`.
    ///
    /// - Throws: `TimeZoneRulesError.invalidFooter` for any other text.
    public init(posix text: String) throws(TimeZoneRulesError) {
        let rule = try PosixTimeZone(text)
        let (transitions, repeatsFrom) = rule.transitions(after: nil)
        self.init(initialOffset: rule.standardOffset, transitions: transitions, repeatsFrom: repeatsFrom)
    }

    /// Reads a compiled time zone, as `/usr/share/zoneinfo` holds them: TZif versions 1 to 4 (RFC 8536, RFC 9636).
    ///
    /// - Throws: `TimeZoneRulesError` when the bytes are not such a file, or one that counts leap seconds.
    public init(tzif bytes: [UInt8]) throws(TimeZoneRulesError) {
        var file = TZifFile(bytes: bytes)
        let contents = try file.read()
        guard let footer = contents.footer else {
            self.init(initialOffset: contents.initialOffset, transitions: contents.transitions, repeatsFrom: nil)
            return
        }
        let rule = try PosixTimeZone(footer)
        let (following, repeatsFrom) = rule.transitions(after: contents.transitions.last?.moment)
        let initialOffset = contents.transitions.isEmpty ? rule.standardOffset : contents.initialOffset
        self.init(
            initialOffset: initialOffset, transitions: contents.transitions + following, repeatsFrom: repeatsFrom)
    }
}
