import Testing

@testable import souk

@Suite struct SuggestionTests {
    /// The recursive definition of the optimal string alignment distance, as slow as it is plain.
    private func definedDistance(_ left: ArraySlice<Character>, _ right: ArraySlice<Character>) -> Int {
        guard let leftLast = left.last, let rightLast = right.last else { return left.count + right.count }
        let leftRest = left.dropLast(), rightRest = right.dropLast()
        var distance = min(
            definedDistance(leftRest, right) + 1, definedDistance(left, rightRest) + 1,
            definedDistance(leftRest, rightRest) + (leftLast == rightLast ? 0 : 1))
        if let leftSecond = leftRest.last, let rightSecond = rightRest.last, leftLast == rightSecond,
            leftSecond == rightLast
        {
            distance = min(distance, definedDistance(leftRest.dropLast(), rightRest.dropLast()) + 1)
        }
        return distance
    }

    @Test func `the distance is the one that its definition gives`() {
        let words = ["", "a", "ab", "ba", "abc", "acb", "cab", "rate", "raet", "tare", "lake"]
        for left in words {
            for right in words {
                let expected = definedDistance(Array(left)[...], Array(right)[...])
                #expect(Suggestion.distance(left, right) == expected, "\(left), \(right)")
            }
        }
    }

    @Test func `the nearest candidate is suggested, and none that is far`() {
        #expect(Suggestion.nearest(to: "--rat", among: ["--from", "--rate", "--lake"]) == "--rate")
        #expect(Suggestion.nearest(to: "porduce", among: ["produce", "report"]) == "produce")
        #expect(Suggestion.nearest(to: "TAIL", among: ["tail", "run"]) == "tail")
        #expect(Suggestion.nearest(to: "xyzzy", among: ["tail", "run"]) == nil)
        #expect(Suggestion.nearest(to: "x", among: []) == nil)
    }
}
