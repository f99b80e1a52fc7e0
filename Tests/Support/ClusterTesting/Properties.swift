import Foundation

/// Settings as servers on the Java virtual machine read them.
enum Properties {
    /// `key=value` lines.
    static func text(_ properties: [String: String]) -> String {
        properties.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)\n" }.joined()
    }

    /// Hadoop's XML.
    static func xml(_ properties: [String: String]) -> String {
        let entries = properties.sorted { $0.key < $1.key }.map { key, value in
            "<property><name>\(key)</name><value>\(value)</value></property>\n"
        }
        return "<configuration>\n\(entries.joined())</configuration>\n"
    }
}
