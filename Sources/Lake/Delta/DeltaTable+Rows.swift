internal import Parquet

extension DeltaTable {
    /// How many rows the table has, by the statistics of its data files; a file without them is asked for its own count.
    ///
    /// - Throws: `ParquetError`, `FileSystemError`, and `DeltaError` for a sum beyond all numbers.
    public func rowCount() throws -> Int64 {
        try rowCount(of: Array(snapshot.files.values))
    }

    /// How many rows some data files of the table have.
    ///
    /// - Throws: as `rowCount`.
    public func rowCount(of files: [AddFile]) throws -> Int64 {
        var sum: Int64 = 0
        for file in files {
            let (next, overflows) = sum.addingReportingOverflow(try file.countedRows ?? rowsByFooter(of: file))
            guard !overflows else {
                throw DeltaError(.damaged, "the statistics of \(location) tell of more rows than can be counted.")
            }
            sum = next
        }
        return sum
    }

    private func rowsByFooter(of file: AddFile) throws -> Int64 {
        try ParquetFileReader(path: fileSystem.localCopy(of: "\(directory)/\(file.path)")).rowCount
    }
}

extension AddFile {
    private static let countKey = Array(#"{"numRecords":"#.utf8)

    /// How many rows the file has according to its statistics; nil if they don't tell.
    var countedRows: Int64? {
        guard let stats else { return nil }
        // A table has as many statistics as files. Souk's begin with the count, so that nearly all are never parsed.
        let bytes = stats.utf8
        if bytes.starts(with: Self.countKey) {
            let digits = bytes.dropFirst(Self.countKey.count).prefix {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }
            if let end = bytes[digits.endIndex...].first, end == UInt8(ascii: ",") || end == UInt8(ascii: "}"),
                let count = Int64(String(decoding: digits, as: UTF8.self))
            {
                return count
            }
        }
        struct Statistics: Decodable {
            var numRecords: Int64?
        }
        guard let count = (try? JSON.decode(Statistics.self, from: bytes))?.numRecords, count >= 0 else { return nil }
        return count
    }
}
