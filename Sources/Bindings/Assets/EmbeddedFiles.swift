internal import CAssets

/// The files of the page, embedded in the binary when it was built.
public enum EmbeddedFiles {
    /// The names of all files.
    public static var names: [String] {
        all.map(\.name)
    }

    /// A file's bytes; nil when there is no such file.
    public static func bytes(named name: String) -> [UInt8]? {
        all.first { $0.name == name }?.bytes
    }

    private static let all: [(name: String, bytes: [UInt8])] =
        unsafe UnsafeBufferPointer(start: souk_assets(), count: souk_assets_count()).map { asset in
            unsafe (String(cString: asset.name), Array(UnsafeBufferPointer(start: asset.bytes, count: asset.count)))
        }
}
