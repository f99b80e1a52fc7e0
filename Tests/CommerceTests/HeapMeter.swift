import Foundation

/// Sees whether a piece of code takes memory from glibc's heap, even if it gives it back at once.
///
/// `malloc_info(3)` tells how much memory is in use. What a thread frees goes to a cache of the thread's own first and still
/// counts as used. So the cache is emptied beforehand, by taking everything out of it: from then on each block of up to 1 KiB
/// that is asked for, whatever becomes of it, makes the heap's use grow, and so does each larger one that is kept.
/// Other threads must be quiet meanwhile: measure in a process of its own.
enum HeapMeter {
    /// The cache holds blocks of 64 sizes, from 24 bytes on in steps of 16; each takes 8 bytes more.
    private static let cachedSizes = stride(from: 24, through: 24 + 63 * 16, by: 16)
    private static let heldBlockLimit = 100_000

    /// Whether this C library can be asked.
    static var isAvailable: Bool { HeapReport() != nil }

    /// By how many bytes the heap's use grows while `body` runs; nil when the library can't be asked.
    static func growth(during body: () -> Void) -> Int? {
        guard let report = HeapReport() else { return nil }
        var held: [Int] = []
        held.reserveCapacity(heldBlockLimit)
        var taken: Int
        repeat {
            taken = held.count
            for size in cachedSizes { emptyCache(ofSize: size, into: &held, report) }
            // Once each size needs but one block, emptying the cache no longer fills it elsewhere.
        } while held.count - taken > cachedSizes.underestimatedCount && held.count < heldBlockLimit
        let before = report.bytesInUse()
        body()
        let after = report.bytesInUse()
        for address in held { unsafe free(UnsafeMutableRawPointer(bitPattern: address)) }
        return after - before
    }

    /// Takes blocks until one comes from the heap alone: then none was in the cache, and none was moved there with it.
    private static func emptyCache(ofSize size: Int, into held: inout [Int], _ report: HeapReport) {
        var growth = 0
        // The heap counts up to 15 bytes of flags with a free block.
        while !(size + 8..<size + 24).contains(growth) && held.count < heldBlockLimit {
            let before = report.bytesInUse()
            unsafe held.append(Int(bitPattern: malloc(size)))
            growth = report.bytesInUse() - before
        }
    }
}
