internal import CTOML

/// A parsed TOML document (https://toml.io, version 1.0, read by toml++).
///
/// ```swift
/// let document = try TOMLDocument(parsing: "[lake]\ncommit_interval = \"5s\"")
/// for section in document.entries { print(section.key, section.node.position.line) }
/// ```
public struct TOMLDocument: Sendable, Hashable {
    /// The entries of the root table, in the order of their keys.
    public var entries: [TOMLEntry]

    /// The version of toml++ that Souk was built with, such as `3.3.0`.
    public static var libraryVersion: String { unsafe String(cString: souk_toml_version()) }

    /// Parses a document.
    ///
    /// - Throws: `TOMLError` with the place of the first mistake.
    public init(parsing text: String) throws(TOMLError) {
        self = try ParsedTOML(text).document()
    }
}

/// Owns toml++'s document while its nodes are copied into Swift values.
@safe
private struct ParsedTOML: ~Copyable {
    private let pointer: OpaquePointer

    init(_ text: String) throws(TOMLError) {
        var text = text
        var failure = souk_toml_failure()
        let parsed = text.withUTF8 { bytes in
            unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                unsafe souk_toml_parse(characters.baseAddress, characters.count, &failure)
            }
        }
        guard let parsed = unsafe parsed else { throw Self.error(failure) }
        unsafe pointer = parsed
    }

    deinit {
        unsafe souk_toml_free(pointer)
    }

    func document() -> TOMLDocument {
        var count = 0
        let nodes = unsafe UnsafeBufferPointer(start: souk_toml_nodes(pointer, &count), count: count)
        var index = 0
        guard case .table(let entries) = unsafe Self.node(in: nodes, at: &index).value else {
            preconditionFailure("the root of a TOML document is a table")
        }
        return TOMLDocument(entries: entries)
    }

    private static func node(in nodes: UnsafeBufferPointer<souk_toml_node>, at index: inout Int) -> TOMLNode {
        let node = unsafe nodes[index]
        index += 1
        let position = unsafe TOMLPosition(line: Int(node.line), column: Int(node.column))
        switch unsafe node.kind {
        case SOUK_TOML_TABLE:
            var entries: [TOMLEntry] = []
            for _ in unsafe 0..<node.children {
                let key = unsafe text(nodes[index].key, nodes[index].key_count)
                entries.append(TOMLEntry(key: key, node: unsafe Self.node(in: nodes, at: &index)))
            }
            return TOMLNode(.table(entries), at: position)
        case SOUK_TOML_ARRAY:
            var elements: [TOMLNode] = []
            for _ in unsafe 0..<node.children { elements.append(unsafe Self.node(in: nodes, at: &index)) }
            return TOMLNode(.array(elements), at: position)
        case SOUK_TOML_STRING:
            return TOMLNode(.string(unsafe text(node.text, node.text_count)), at: position)
        case SOUK_TOML_INTEGER:
            return TOMLNode(.integer(unsafe node.integer), at: position)
        case SOUK_TOML_FLOAT:
            return TOMLNode(.float(unsafe node.floating), at: position)
        case SOUK_TOML_BOOLEAN:
            return TOMLNode(.boolean(unsafe node.boolean), at: position)
        default:
            return TOMLNode(.time(unsafe text(node.text, node.text_count)), at: position)
        }
    }

    private static func text(_ start: UnsafePointer<CChar>?, _ count: Int) -> String {
        unsafe UnsafeBufferPointer(start: start, count: count).withMemoryRebound(to: UInt8.self) {
            unsafe String(decoding: $0, as: UTF8.self)
        }
    }

    private static func error(_ failure: souk_toml_failure) -> TOMLError {
        let message = unsafe withUnsafeBytes(of: failure.message) { bytes in
            unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        return TOMLError(
            message: message, position: TOMLPosition(line: Int(failure.line), column: Int(failure.column)))
    }
}

extension TOMLDocument {
    fileprivate init(entries: [TOMLEntry]) {
        self.entries = entries
    }
}
