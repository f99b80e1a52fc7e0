import CSystem

/// What is done with directories by their paths.
@safe
public enum Directories {
    /// Makes a directory and those above it that are missing. One that is there already is fine.
    ///
    /// New directories are durable after `synchronize` of the directory above each.
    public static func create(_ path: String, permissions: UInt32 = 0o755) throws(SystemError) {
        let result = unsafe souk_make_directory(path, permissions)
        if result == -ErrorNumber.notFound.rawValue, let parent = parent(of: path) {
            try create(parent, permissions: permissions)
            let second = unsafe souk_make_directory(path, permissions)
            guard second == -ErrorNumber.exists.rawValue else {
                try SystemError.check(second, "creating the directory", path)
                return
            }
        } else if result != -ErrorNumber.exists.rawValue {
            try SystemError.check(result, "creating the directory", path)
            return
        }
        guard try Files.attributes(of: path)?.isDirectory == true else {
            throw SystemError(.notADirectory, "creating the directory", path)
        }
    }

    /// Makes a new directory with a name of its own under the directory for temporary files.
    public static func createTemporary(prefix: String, under directory: String = "/tmp") throws(SystemError) -> String {
        var template = Array("\(directory)/\(prefix)XXXXXX".utf8CString)
        try SystemError.check(
            unsafe template.withUnsafeMutableBufferPointer { unsafe souk_make_temporary_directory($0.baseAddress) },
            "creating a temporary directory in", directory)
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The entries of a directory, hidden ones included, in the order of their names' bytes.
    public static func entries(of path: String) throws(SystemError) -> [DirectoryEntry] {
        var directory: UnsafeMutableRawPointer?
        try SystemError.check(unsafe souk_directory_open(path, &directory), "listing", path)
        defer { unsafe souk_directory_close(directory) }
        var entries: [DirectoryEntry] = []
        while true {
            var name: UnsafePointer<CChar>?
            var status = souk_file_status()
            let result = unsafe souk_directory_next(directory, &name, &status)
            guard try SystemError.check(result, "listing", path) > 0, let name = unsafe name else { break }
            entries.append(DirectoryEntry(name: unsafe String(cString: name), attributes: FileAttributes(status)))
        }
        return entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// Makes the names in a directory durable: files created, renamed, linked or removed there.
    public static func synchronize(_ path: String) throws(SystemError) {
        try FileDescriptor(opening: path, .directory).synchronize()
    }

    /// Removes an empty directory.
    ///
    /// - Returns: false if there was none.
    @discardableResult
    public static func remove(_ path: String) throws(SystemError) -> Bool {
        let result = unsafe souk_remove_directory(path)
        if result == -ErrorNumber.notFound.rawValue { return false }
        try SystemError.check(result, "removing the directory", path)
        return true
    }

    /// Removes a directory with everything in it; symbolic links are removed, not followed.
    public static func removeAll(_ path: String) throws(SystemError) {
        guard try Files.attributes(of: path) != nil else { return }
        for entry in try entries(of: path) {
            let child = "\(path)/\(entry.name)"
            if entry.attributes.isDirectory { try removeAll(child) } else { try Files.remove(child) }
        }
        try remove(path)
    }

    /// The directory that a path lies in; nil for the root and for a bare name.
    static func parent(of path: String) -> String? {
        var end = path.utf8[...]
        while end.count > 1, end.last == UInt8(ascii: "/") { end = end.dropLast() }
        guard let slash = end.lastIndex(of: UInt8(ascii: "/")) else { return nil }
        let parent = end[..<slash]
        return parent.isEmpty ? (end.count > 1 ? "/" : nil) : String(parent)
    }
}
