/// What a file of `_delta_log` is, by its name.
enum LogFile: Sendable, Hashable {
    /// A commit: `00000000000000000007.json`.
    case commit(Int64)
    /// A checkpoint of one or more parts: `….checkpoint.parquet`, `….checkpoint.0000000001.0000000002.parquet`.
    case checkpoint(Int64, part: Int, of: Int)
    /// A checkpoint in the form of version 2, which Souk does not read.
    case unreadableCheckpoint(Int64)
    /// A file that goes with a commit and is of no use without it, such as its checksum.
    case companion(Int64)

    /// What a name stands for; nil for anything that is not part of the log.
    init?(name: String) {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 2, let version = Self.number(parts[0], digits: 20) else { return nil }
        switch parts.dropFirst().map(String.init) {
        case ["json"]: self = .commit(version)
        case ["checkpoint", "parquet"]: self = .checkpoint(version, part: 1, of: 1)
        case ["crc"]: self = .companion(version)
        default:
            guard parts.count >= 4, parts[1] == "checkpoint" else { return nil }
            guard parts.count == 5, parts[4] == "parquet", let part = Self.number(parts[2], digits: 10),
                let count = Self.number(parts[3], digits: 10)
            else {
                self = .unreadableCheckpoint(version)
                return
            }
            self = .checkpoint(version, part: Int(part), of: Int(count))
        }
    }

    /// The file's name.
    var name: String {
        switch self {
        case .commit(let version): "\(Self.padded(version, 20)).json"
        case .companion(let version): "\(Self.padded(version, 20)).crc"
        case .unreadableCheckpoint(let version): "\(Self.padded(version, 20)).checkpoint"
        case .checkpoint(let version, _, 1): "\(Self.padded(version, 20)).checkpoint.parquet"
        case .checkpoint(let version, let part, let count):
            "\(Self.padded(version, 20)).checkpoint.\(Self.padded(Int64(part), 10)).\(Self.padded(Int64(count), 10)).parquet"
        }
    }

    /// The version that the file belongs to.
    var version: Int64 {
        switch self {
        case .commit(let version), .checkpoint(let version, _, _), .unreadableCheckpoint(let version),
            .companion(let version):
            version
        }
    }

    private static func number(_ text: Substring, digits: Int) -> Int64? {
        guard text.utf8.count == digits, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int64(text)
    }

    private static func padded(_ number: Int64, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
}
