internal import Synchronization
internal import System

/// A lock of the operating system, which goes with its descriptor.
final class SystemLock: FileLock {
    private let descriptor: Mutex<FileDescriptor?>

    init(_ descriptor: consuming FileDescriptor) {
        self.descriptor = Mutex(consume descriptor)
    }

    func unlock() {
        descriptor.withLock { $0 = nil }
    }
}
