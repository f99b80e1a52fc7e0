/// A sound message of the simulator taken apart, to be put together wrongly.
struct MessageMembers {
    private(set) var keys: [String] = []
    private var contents: [[UInt8]] = []

    /// Takes a message apart. Its values hold no `, "`, and no `": ` stands in a value.
    init(_ message: [UInt8]) {
        let text = String(decoding: message.dropFirst().dropLast(), as: UTF8.self)
        var rest = text[...]
        while let colon = rest.firstRange(of: "\": ") {
            keys.append(String(rest[..<colon.lowerBound].dropFirst()))
            rest = rest[colon.upperBound...]
            let end = rest.firstRange(of: ", \"")
            contents.append(Array(rest[..<(end?.lowerBound ?? rest.endIndex)].utf8))
            rest = end.map { rest[rest.index($0.lowerBound, offsetBy: 2)...] } ?? ""
        }
    }

    var values: [String] { contents.map { String(decoding: $0, as: UTF8.self) } }

    func value(_ key: String) -> String {
        keys.firstIndex(of: key).map { values[$0] } ?? ""
    }

    mutating func set(_ key: String, _ value: String) {
        set(key, bytes: Array(value.utf8))
    }

    mutating func set(_ key: String, bytes: [UInt8]) {
        guard let index = keys.firstIndex(of: key) else { return }
        contents[index] = bytes
    }

    mutating func append(_ key: String, _ value: String) {
        keys.append(key)
        contents.append(Array(value.utf8))
    }

    mutating func remove(_ index: Int) {
        keys.remove(at: index)
        contents.remove(at: index)
    }

    /// The message again.
    ///
    /// - Parameter key: how the key with an index is written.
    func joined(key: (Int, String) -> String = { "\"\($1)\"" }) -> [UInt8] {
        var message = Array("{".utf8)
        for (index, name) in keys.enumerated() {
            if index > 0 { message += Array(", ".utf8) }
            message += Array("\(key(index, name)): ".utf8) + contents[index]
        }
        return message + Array("}".utf8)
    }
}
