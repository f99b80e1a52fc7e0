import Foundation

/// The built program that `SOUK_BINARY` names.
enum SoukBinary {
    /// Its path; nil if there is none.
    static let path = ProcessInfo.processInfo.environment["SOUK_BINARY"].flatMap { path in
        FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }
}
