/// A place in a TOML document. Lines and columns count from 1; both are 0 where the place is unknown.
public struct TOMLPosition: Sendable, Hashable, Comparable {
    /// The line.
    public var line: Int
    /// The column, in characters.
    public var column: Int

    /// A place.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// Whether one place comes before another.
    public static func < (left: TOMLPosition, right: TOMLPosition) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}
