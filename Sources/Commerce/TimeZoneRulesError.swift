/// Why bytes are not the rules of a time zone.
public enum TimeZoneRulesError: Error, Sendable, Hashable, CustomStringConvertible {
    /// There is no TZif header where one should stand.
    case notTZif(position: Int)
    /// The file ends too early.
    case truncated(position: Int)
    /// Numbers of a header or block that contradict each other.
    case invalidBlock(position: Int)
    /// The file counts leap seconds (one of the zones under `right/`), which no transaction's timestamp does.
    case countsLeapSeconds
    /// The footer is not a rule in the notation of the POSIX variable `TZ`.
    case invalidFooter(String)

    /// What is wrong and what to do about it.
    public var description: String {
        switch self {
        case .notTZif(let position): "not a compiled time zone: no TZif header at byte \(position)"
        case .truncated(let position): "the compiled time zone ends too early, at byte \(position); install tzdata anew"
        case .invalidBlock(let position):
            "the compiled time zone contradicts itself before byte \(position); install tzdata anew"
        case .countsLeapSeconds:
            "the compiled time zone counts leap seconds; name the zone without the prefix right/"
        case .invalidFooter(let text): "the compiled time zone ends with a rule that is none: \"\(text)\""
        }
    }
}
