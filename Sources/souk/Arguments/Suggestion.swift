/// Finds what somebody probably meant.
enum Suggestion {
    /// The candidate that is nearest to what was written, if any is near enough to be worth a question.
    static func nearest(to text: String, among candidates: some Sequence<String>) -> String? {
        let limit = max(1, text.count / 3)
        var best: (candidate: String, distance: Int)?
        for candidate in candidates where abs(candidate.count - text.count) <= limit {
            let distance = distance(text.lowercased(), candidate.lowercased())
            guard distance <= limit, distance < best?.distance ?? .max else { continue }
            best = (candidate, distance)
        }
        return best?.candidate
    }

    /// The optimal string alignment distance: the fewest insertions, deletions, substitutions and swaps of neighbours that
    /// turn one text into the other without touching a part twice.
    static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left), right = Array(right)
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            for column in right.indices {
                let substitution = last[column] + (left[row] == right[column] ? 0 : 1)
                var distance = min(substitution, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    distance = min(distance, beforeLast[column - 1] + 1)
                }
                current.append(distance)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
