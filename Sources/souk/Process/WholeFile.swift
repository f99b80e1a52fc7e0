import Foundation
import Platform

/// Reads a file to its end: a regular one, a pipe, or one of `/proc` that claims to be empty.
enum WholeFile {
    /// The bytes of a file.
    ///
    /// - Throws: what Foundation throws; `words(for:)` makes a sentence of it.
    static func bytes(of path: String) throws -> Data {
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? handle.close() }
        var bytes = Data()
        while let piece = try handle.read(upToCount: 1 << 16), !piece.isEmpty { bytes += piece }
        return bytes
    }

    /// The text of a file; nil if it can't be read.
    static func text(of path: String) -> String? {
        (try? bytes(of: path)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Why Foundation could not do something with a file: the operating system's own reason if there is one.
    static func words(for error: any Error) -> String {
        if let error = error as? CommandError { return error.message }
        if let error = error as? PlatformError { return error.description }
        let error = error as NSError
        let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
        return cause.domain == NSPOSIXErrorDomain
            ? PlatformError.words(for: Int32(truncatingIfNeeded: cause.code)) : error.localizedDescription
    }
}
