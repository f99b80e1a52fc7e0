/// How long a pipeline waits before it tries again to reach a log or a lake that failed it.
public struct RetryPolicy: Sendable {
    /// The shortest wait, in seconds; 0…
    public var shortest = 1.0
    /// The longest wait, in seconds; `shortest`…
    public var longest = 30.0
    /// Draws a number in 0..<1. It keeps pipelines that failed together from coming back together.
    public var random: @Sendable () -> Double = { Double.random(in: 0..<1) }

    /// A second at first, half a minute at last.
    public init() {}

    /// The wait before an attempt in seconds: twice as long each time, of which up to a half is left to chance.
    ///
    /// - Parameter number: how many attempts in a row have failed before; 0…
    public func delay(_ number: Int) -> Double {
        let most = min(longest, 2 * shortest * Double(1 << min(number, 16)))
        return max(shortest, most * (1 + random()) / 2)
    }
}
