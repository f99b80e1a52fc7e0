internal import System

/// A directory on the real disk that is gone after the test.
public func withTemporaryDirectory<Result>(_ body: (String) throws -> Result) throws -> Result {
    let path = try Directories.createTemporary(prefix: "souk-lake-")
    defer { try? Directories.removeAll(path) }
    return try body(path)
}
