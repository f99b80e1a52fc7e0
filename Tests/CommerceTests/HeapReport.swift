import Foundation

/// How much of glibc's heap is in use, found out without allocating anything.
@safe
final class HeapReport {
    private typealias Inform = @convention(c) (Int32, UnsafeMutablePointer<FILE>) -> Int32

    private static let byteLimit = 65_536

    private let text = UnsafeMutablePointer<CChar>.allocate(capacity: byteLimit)
    private let stream: UnsafeMutablePointer<FILE>
    private let inform: Inform

    /// Nil where the C library has no `malloc_info`.
    init?() {
        guard let inform = unsafe unsafeBitCast(dlsym(nil, "malloc_info"), to: Inform?.self),
            let stream = unsafe fmemopen(text, Self.byteLimit, "w")
        else {
            unsafe text.deallocate()
            return nil
        }
        unsafe self.inform = inform
        unsafe self.stream = stream
        // The first report allocates the stream's buffer.
        _ = bytesInUse()
    }

    deinit {
        unsafe fclose(stream)
        unsafe text.deallocate()
    }

    /// What the heap has from the system less what lies free in it.
    func bytesInUse() -> Int {
        unsafe rewind(stream)
        _ = unsafe inform(0, stream)
        unsafe fflush(stream)
        // A longer report may have stood here before.
        unsafe text[min(ftell(stream), Self.byteLimit - 1)] = 0
        return size(behind: "<system type=\"current\"") - size(behind: "<total type=\"fast\"")
            - size(behind: "<total type=\"rest\"")
    }

    /// The number in `size="…"` behind the last such mark: the totals of all arenas stand last.
    private func size(behind mark: StaticString) -> Int {
        var place = unsafe UnsafePointer(text)
        var last: UnsafePointer<CChar>?
        while let found = unsafe Self.find(mark, in: place) {
            unsafe last = found
            unsafe place = found + 1
        }
        guard let last = unsafe last, let size = unsafe Self.find("size=\"", in: last) else { return 0 }
        return unsafe strtol(size + 6, nil, 10)
    }

    /// A `String` would be copied to become a C string.
    private static func find(_ mark: StaticString, in text: UnsafePointer<CChar>) -> UnsafePointer<CChar>? {
        let mark = unsafe UnsafeRawPointer(mark.utf8Start).assumingMemoryBound(to: CChar.self)
        return unsafe UnsafePointer(strstr(text, mark))
    }
}
