/// A host and a port: `127.0.0.1:5000`, `souk.example:80` or `[::1]:5000`.
struct NetworkAddress: ArgumentValue, Hashable, CustomStringConvertible {
    /// A name or a numeric address, without brackets.
    var host: String
    /// The port.
    var port: UInt16

    static let expectation = "HOST:PORT"
    static let example = "127.0.0.1:5000 or [::1]:5000"

    /// An address.
    init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    init(argument: String) throws(ValueProblem) {
        guard let match = argument.wholeMatch(of: /(?:\[([0-9A-Fa-f:.]+)\]|([^\[\]:\/@\s]+)):([0-9]{1,5})/),
            let port = UInt16(match.3), let host = match.1 ?? match.2
        else {
            var problem = Self.misread(argument)
            problem.hints = Self.hints(for: argument)
            throw problem
        }
        self.init(host: String(host), port: port)
    }

    private static func hints(for argument: String) -> [String] {
        let port = argument.hasPrefix(":") ? argument.dropFirst() : argument[...]
        if UInt16(port) != nil { return ["for this machine only, write 127.0.0.1:\(port)"] }
        if argument.contains("://") { return ["leave out the scheme"] }
        if argument.count(where: { $0 == ":" }) > 1 { return ["write an IPv6 address in brackets: [::1]:5000"] }
        if !argument.contains(":") { return ["add the port: \(argument):5000"] }
        return []
    }

    /// Whether only this machine can reach the address.
    var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }

    /// The address as it is written, an IPv6 one in brackets.
    var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    var argument: String { description }
}
