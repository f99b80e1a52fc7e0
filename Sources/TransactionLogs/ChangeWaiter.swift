internal import System

/// Waits for something to become true that shows in the files of a directory.
enum ChangeWaiter {
    /// Blocks until the condition holds or the time is over; looks only when something happens in the directory.
    static func wait(
        watching directory: String, timeout: Duration, until condition: () throws -> Bool
    ) throws -> Bool {
        if try condition() { return true }
        guard timeout > .zero else { return false }
        let doing = "waiting for \(directory)"
        let start = SystemClock.monotonicNanoseconds()
        var watch = try TransactionLogError.wrap(doing) { () throws(SystemError) in try DirectoryWatch() }
        do throws(SystemError) { try watch.add(directory) } catch { throw TransactionLogError(error, while: doing) }
        while true {
            // Looked at after the watch began, so that nothing falls between the two.
            if try condition() { return true }
            let left = timeout - .nanoseconds(SystemClock.monotonicNanoseconds() - start)
            guard left > .zero else { return false }
            do throws(SystemError) { _ = try watch.wait(timeout: left) } catch {
                throw TransactionLogError(error, while: doing)
            }
        }
    }
}
