import CSystem

/// An error number of the operating system (`errno`).
@safe
public struct ErrorNumber: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The number as the system defines it.
    public let rawValue: Int32

    /// Wraps a number that a system call has answered.
    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// ENOENT: no such file, or a directory of its path is missing.
    public static let notFound = ErrorNumber(rawValue: 2)
    /// ESRCH: there is no such process.
    public static let noSuchProcess = ErrorNumber(rawValue: 3)
    /// EACCES: the permissions don't allow it.
    public static let accessDenied = ErrorNumber(rawValue: 13)
    /// EPERM: only a more powerful user may do it.
    public static let notPermitted = ErrorNumber(rawValue: 1)
    /// EROFS: the file system is mounted read-only.
    public static let readOnly = ErrorNumber(rawValue: 30)
    /// EEXIST: the name is taken.
    public static let exists = ErrorNumber(rawValue: 17)
    /// ENOTDIR: a part of the path is not a directory.
    public static let notADirectory = ErrorNumber(rawValue: 20)
    /// EISDIR: a directory stands where a file should.
    public static let isADirectory = ErrorNumber(rawValue: 21)
    /// ENOSPC: the disk is full.
    public static let noSpace = ErrorNumber(rawValue: 28)
    /// EIO: the device failed.
    public static let inputOutput = ErrorNumber(rawValue: 5)
    /// EMFILE: the process has too many open files.
    public static let tooManyOpenFiles = ErrorNumber(rawValue: 24)
    /// EINVAL: the call makes no sense like this.
    public static let invalidArgument = ErrorNumber(rawValue: 22)
    /// EPIPE: nobody reads the pipe any more.
    public static let brokenPipe = ErrorNumber(rawValue: 32)
    #if os(Linux)
    /// EADDRINUSE: another process listens there.
    public static let addressInUse = ErrorNumber(rawValue: 98)
    /// EAGAIN: somebody else holds the lock.
    public static let wouldBlock = ErrorNumber(rawValue: 11)
    /// EDQUOT: the user's quota is used up.
    public static let quotaExceeded = ErrorNumber(rawValue: 122)
    /// ENOTEMPTY: the directory has entries.
    public static let notEmpty = ErrorNumber(rawValue: 39)
    /// EOPNOTSUPP: the file system can't do that.
    public static let notSupported = ErrorNumber(rawValue: 95)
    #else
    /// EADDRINUSE: another process listens there.
    public static let addressInUse = ErrorNumber(rawValue: 48)
    /// EAGAIN: somebody else holds the lock.
    public static let wouldBlock = ErrorNumber(rawValue: 35)
    /// EDQUOT: the user's quota is used up.
    public static let quotaExceeded = ErrorNumber(rawValue: 69)
    /// ENOTEMPTY: the directory has entries.
    public static let notEmpty = ErrorNumber(rawValue: 66)
    /// EOPNOTSUPP: the file system can't do that.
    public static let notSupported = ErrorNumber(rawValue: 102)
    #endif

    /// The system's words and name, such as `permission denied (EACCES)`.
    public var description: String {
        let message = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            guard let start = buffer.baseAddress else { return "" }
            unsafe souk_error_message(rawValue, start, buffer.count)
            return unsafe String(cString: start)
        }
        let name = unsafe String(cString: souk_error_name(rawValue))
        return message.prefix(1).lowercased() + message.dropFirst() + " (\(name.isEmpty ? String(rawValue) : name))"
    }
}
