import CSystem

/// Waits until something happens in directories: files that are created, written, renamed or removed there (inotify).
///
/// Whoever watches first, then looks, and only then waits, misses nothing. Where the system has no such service, or no
/// more of it to give, the wait is a nap of at most ten milliseconds, after which the caller looks again.
@safe
public struct DirectoryWatch: ~Copyable, Sendable {
    private let descriptor: Int32
    private var isComplete = true

    /// A watch of nothing yet.
    public init() throws(SystemError) {
        guard souk_watch_is_supported() else {
            descriptor = -1
            return
        }
        let result = souk_watch_open()
        guard result != -ErrorNumber.tooManyOpenFiles.rawValue else {
            descriptor = -1
            return
        }
        descriptor = try SystemError.check(result, "watching files")
    }

    deinit {
        if descriptor >= 0 { _ = souk_close(descriptor) }
    }

    /// Watches a directory too (not those in it).
    public mutating func add(_ directory: String) throws(SystemError) {
        guard descriptor >= 0 else { return }
        let result = unsafe souk_watch_add(descriptor, directory)
        // The user's number of watches is used up.
        guard result != -ErrorNumber.noSpace.rawValue else {
            isComplete = false
            return
        }
        try SystemError.check(result, "watching", directory)
    }

    /// Blocks until something happens in the directories or the time is over. What has happened counts as seen then.
    ///
    /// - Returns: whether it is worthwhile to look.
    public func wait(timeout: Duration) throws(SystemError) -> Bool {
        let (seconds, attoseconds) = timeout.components
        // Rounded up, so that a caller with a fraction of a millisecond left doesn't spin.
        let milliseconds = max(
            0, min(seconds, 1 << 40) * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
        guard descriptor >= 0, isComplete else {
            souk_sleep_milliseconds(min(milliseconds, 10))
            return true
        }
        return try SystemError.check(souk_watch_wait(descriptor, milliseconds), "watching files") > 0
    }
}
