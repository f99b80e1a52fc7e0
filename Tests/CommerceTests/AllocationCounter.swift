import AllocationCounting

/// Counts how often a piece of work asks for memory: objects, buffers of arrays and strings, boxes, closures' contexts, and
/// whatever C code allocates.
enum AllocationCounter {
    /// Whether this system's allocator can be watched.
    static var isAvailable: Bool { souk_counts_allocations() }

    /// How many times the present thread allocates while `body` runs.
    static func count(_ body: () -> Void) -> Int64 {
        let before = souk_allocations()
        body()
        return souk_allocations() - before
    }
}
