import CSystem

/// What is done with files by their paths.
@safe
public enum Files {
    /// The attributes of what a path leads to, following symbolic links; nil if there is nothing.
    public static func attributes(of path: String) throws(SystemError) -> FileAttributes? {
        var status = souk_file_status()
        let result = unsafe souk_status_of_path(path, &status)
        if result == -ErrorNumber.notFound.rawValue { return nil }
        try SystemError.check(result, "inspecting", path)
        return FileAttributes(status)
    }

    /// The whole content of a file: a regular one, a pipe, or one of `/proc` that claims to be empty.
    public static func read(_ path: String) throws(SystemError) -> [UInt8] {
        let file = try FileDescriptor(opening: path)
        var content = [UInt8](repeating: 0, count: Int(try file.attributes().size) + 1)
        var count = 0
        while true {
            let read = try file.readNext(into: &content, count..<content.count)
            guard read > 0 else { break }
            count += read
            if count == content.count { content.append(contentsOf: repeatElement(0, count: max(content.count, 4096))) }
        }
        content.removeLast(content.count - count)
        return content
    }

    /// Where a symbolic link leads, as it stands in the link.
    public static func linkTarget(of path: String) throws(SystemError) -> String {
        let (result, target) = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { buffer in
            let count = unsafe souk_read_link(path, buffer.baseAddress, buffer.count)
            let bytes = unsafe UnsafeRawBufferPointer(buffer).prefix(Int(max(count, 0)))
            return unsafe (count, String(decoding: bytes, as: UTF8.self))
        }
        try SystemError.check(result, "reading the link", path)
        return target
    }

    /// Gives a file another name, replacing what had it, at once for whoever looks. Durable after
    /// `Directories.synchronize`.
    public static func rename(_ from: String, to: String) throws(SystemError) {
        try SystemError.check(unsafe souk_rename(from, to), "renaming \(from) to", to)
    }

    /// Gives a file a second name.
    ///
    /// - Throws: `SystemError` with number `.exists` if the name is taken; the decision is atomic.
    public static func link(_ from: String, to: String) throws(SystemError) {
        try SystemError.check(unsafe souk_link(from, to), "linking \(from) to", to)
    }

    /// Removes a name of a file.
    ///
    /// - Returns: false if there was none.
    @discardableResult
    public static func remove(_ path: String) throws(SystemError) -> Bool {
        let result = unsafe souk_unlink(path)
        if result == -ErrorNumber.notFound.rawValue { return false }
        try SystemError.check(result, "removing", path)
        return true
    }

    /// Sets when a file was last modified, in microseconds since the epoch.
    public static func setModified(_ path: String, to microseconds: Int64) throws(SystemError) {
        try SystemError.check(unsafe souk_set_modified(path, microseconds), "dating", path)
    }

    /// The absolute path without symbolic links of something that exists.
    public static func absolutePath(of path: String) throws(SystemError) -> String {
        let (result, resolved) = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { buffer in
            guard let start = buffer.baseAddress else { return (Int32(0), "") }
            let result = unsafe souk_real_path(path, start, buffer.count)
            return unsafe (result, result < 0 ? "" : String(cString: start))
        }
        try SystemError.check(result, "resolving", path)
        return resolved
    }

    /// Bytes that an ordinary user may still write on the file system of a path.
    public static func freeBytes(at path: String) throws(SystemError) -> Int64 {
        var bytes: Int64 = 0
        try SystemError.check(unsafe souk_free_bytes(path, &bytes), "asking for the free space at", path)
        return bytes
    }
}
