import Foundation

extension LakeURL {
    /// The lake's address as Spark knows it. A directory of this machine must be one of the cluster's machines too, under the
    /// same path.
    var sparkPath: String {
        switch self {
        case .directory(let path): URL(fileURLWithPath: path).standardizedFileURL.absoluteString.trimmedSlash
        case .hdfs(let address): address.argument
        }
    }
}

extension String {
    fileprivate var trimmedSlash: String {
        var text = hasPrefix("file:///") ? self : replacing(/^file:\//, with: "file:///")
        while text.hasSuffix("/"), text != "file:///" { text.removeLast() }
        return text
    }
}
