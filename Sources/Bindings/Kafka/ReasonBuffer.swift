/// Room for the reason that the library writes when a call fails.
struct ReasonBuffer {
    /// C text, ended by a zero.
    var characters = [CChar](repeating: 0, count: 512)

    /// The reason.
    var text: String {
        String(decoding: characters.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
