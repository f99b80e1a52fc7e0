import Foundation

extension LakeURL {
    /// The lake's place as Spark knows it: `hdfs://HOST:RPCPORT/PATH` and WebHDFS as they are written, a directory as
    /// `file:///PATH`, which all machines of the cluster must see.
    ///
    /// - Throws: `CommandError` with exit code 10 for a pair of NameNodes, which Spark knows by one name only.
    func sparkPath() throws -> String {
        switch self {
        // A new lake is not there yet.
        case .directory(let path): return "file://" + URL(fileURLWithPath: path).standardizedFileURL.path
        case .hdfs(let address):
            guard address.nameNodes.count == 1 else {
                throw CommandError(
                    "\(argument): Spark does not take two NameNodes in an address",
                    hints: [
                        "name the active one, as in \(address.scheme.rawValue)://\(address.nameNodes[0])\(address.path)"
                    ],
                    exitCode: .configuration)
            }
            return address.argument
        }
    }

    /// The place of a table of the lake as Spark knows it.
    ///
    /// - Throws: as `sparkPath`.
    func sparkPath(of table: String) throws -> String {
        let path = try sparkPath()
        return path.hasSuffix("/") ? path + table : "\(path)/\(table)"
    }
}
