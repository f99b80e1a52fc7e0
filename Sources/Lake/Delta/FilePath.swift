/// The paths of data files, which the log holds percent-encoded (RFC 2396).
enum FilePath {
    /// A path as the log writes it: every byte that is neither unreserved nor a slash or `=` is encoded.
    static func encode(_ path: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var encoded: [UInt8] = []
        for byte in path.utf8 {
            if isPlain(byte) {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// The path of a file under the table's directory.
    ///
    /// - Throws: `DeltaError` for a file elsewhere (with a scheme or from the root) and for a broken encoding.
    static func decode(_ encoded: String) throws(DeltaError) -> String {
        let first = encoded.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
        guard !first.isEmpty, !first.contains(":") else {
            throw DeltaError(
                .unsupported, "the data file \(encoded) lies outside of its table; Souk does not read those.")
        }
        var bytes: [UInt8] = []
        var rest = Array(encoded.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hexadecimal), let low = rest.popFirst().flatMap(hexadecimal) else {
                throw DeltaError(.damaged, "the data file's path \(encoded) has a broken percent-encoding.")
            }
            bytes.append(high << 4 | low)
        }
        let path = String(decoding: bytes, as: UTF8.self)
        guard !path.split(separator: "/", omittingEmptySubsequences: false).contains("..") else {
            throw DeltaError(.unsupported, "the data file \(path) lies outside of its table; Souk does not read those.")
        }
        return path
    }

    /// Refuses a file some of whose rows are deleted by a bitmap that Souk does not read.
    static func refuse(deletionVector: JSONValue?, of path: String) throws(DeltaError) {
        guard deletionVector == nil || deletionVector == .null else {
            throw DeltaError(
                .unsupported,
                """
                the data file \(path) has a deletion vector, which Souk does not read. Rewrite the table with the engine \
                that deleted the rows (REORG TABLE … APPLY (PURGE)).
                """)
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-_.~/=".utf8.contains(byte)
        }
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
