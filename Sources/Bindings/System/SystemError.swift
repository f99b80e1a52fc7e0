/// A system call that failed: which number, doing what, with which file.
public struct SystemError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The system's error number.
    public var number: ErrorNumber
    /// What was being done, such as `opening`.
    public var operation: String
    /// The file it was done with; empty where there is none.
    public var path: String

    /// A failed call.
    public init(_ number: ErrorNumber, _ operation: String, _ path: String = "") {
        self.number = number
        self.operation = operation
        self.path = path
    }

    /// What failed and why, such as `opening /x/y: permission denied (EACCES)`.
    public var description: String {
        path.isEmpty ? "\(operation): \(number)" : "\(operation) \(path): \(number)"
    }

    /// Throws what a call answered if that is a negative error number, and hands it on otherwise.
    @discardableResult
    static func check<Result: SignedInteger & FixedWidthInteger>(
        _ result: Result, _ operation: @autoclosure () -> String, _ path: @autoclosure () -> String = ""
    ) throws(SystemError) -> Result {
        guard result >= 0 else {
            throw SystemError(ErrorNumber(rawValue: Int32(-result)), operation(), path())
        }
        return result
    }
}
