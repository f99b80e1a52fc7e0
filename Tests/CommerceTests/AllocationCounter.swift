import Foundation

/// Counts the objects that the Swift runtime allocates for one thread.
///
/// The runtime lets tools put a function of their own in the place of its allocator (`_swift_allocObject`); array buffers,
/// strings' storage, boxes and closure contexts all come from there. Only one count can be under way at a time.
@safe
enum AllocationCounter {
    private typealias Allocator = @convention(c) (UnsafeRawPointer?, Int, Int) -> UnsafeMutableRawPointer?

    private static var allocator: UnsafeMutablePointer<Allocator>? {
        unsafe dlsym(nil, "_swift_allocObject")?.assumingMemoryBound(to: Allocator.self)
    }

    private static var isReplaceable: UnsafeMutablePointer<Bool>? {
        let name = "_swift_enableSwizzlingOfAllocationAndRefCountingFunctions_forInstrumentsOnly"
        return unsafe dlsym(nil, name)?.assumingMemoryBound(to: Bool.self)
    }

    /// Written before the replacement stands, and by the thread that counts alone.
    nonisolated(unsafe) private static var original: Allocator?
    nonisolated(unsafe) private static var thread = pthread_self()
    nonisolated(unsafe) private static var count = 0

    /// Whether this runtime can be asked.
    static var isAvailable: Bool { unsafe allocator != nil && isReplaceable != nil }

    /// How many objects the present thread allocates while `body` runs; nil when the runtime can't be asked.
    static func count(_ body: () -> Void) -> Int? {
        guard let allocator = unsafe allocator, let isReplaceable = unsafe isReplaceable else { return nil }
        unsafe original = allocator.pointee
        unsafe thread = pthread_self()
        unsafe count = 0
        unsafe allocator.pointee = { metadata, size, alignmentMask in
            if unsafe pthread_self() == AllocationCounter.thread { unsafe AllocationCounter.count += 1 }
            return unsafe AllocationCounter.original?(metadata, size, alignmentMask)
        }
        unsafe isReplaceable.pointee = true
        body()
        unsafe isReplaceable.pointee = false
        if let original = unsafe original { unsafe allocator.pointee = original }
        return unsafe count
    }
}
