/// Reads the parts of `sc://HOST[:PORT][/;NAME=VALUE...]`.
enum SparkAddressParser {
    private static let scheme = "sc://"
    private static let userAgentBytesMax = 2_048

    static func address(from text: String) throws(SparkAddressError) -> SparkAddress {
        guard text.hasPrefix(scheme) else {
            throw SparkAddressError("a Spark Connect address begins with sc://, such as sc://localhost:15002")
        }
        let rest = text.dropFirst(scheme.count)
        let end = rest.firstIndex { $0 == "/" || $0 == ";" } ?? rest.endIndex
        var address = try server(rest[..<end])
        var parameters = rest[end...]
        if parameters.first == "/" { parameters.removeFirst() }
        guard parameters.isEmpty || parameters.first == ";" else {
            throw SparkAddressError(
                "\(scheme)\(address.target) is followed by a path, which Spark Connect has none of; "
                    + "parameters follow as /;NAME=VALUE;NAME=VALUE")
        }
        try read(parameters.dropFirst(), into: &address)
        return address
    }

    private static func server(_ text: Substring) throws(SparkAddressError) -> SparkAddress {
        var host = text
        var port = SparkAddress.defaultPort
        let hostEnd = text.first == "[" ? text.firstIndex(of: "]") ?? text.startIndex : text.startIndex
        if let colon = text[hostEnd...].lastIndex(of: ":") {
            host = text[..<colon]
            let digits = text[text.index(after: colon)...]
            guard digits.allSatisfy({ ("0"..."9").contains($0) }), let number = Int(digits),
                (1...65_535).contains(number)
            else { throw SparkAddressError("the port of \(scheme)\(text) is no number from 1 to 65535") }
            port = number
        }
        if host.first == "[", host.last == "]" {
            host = host.dropFirst().dropLast()
            guard host.contains(":"), host.allSatisfy({ $0.isHexDigit || ":.%".contains($0) }) else {
                throw SparkAddressError("\(scheme)\(text) has no IPv6 number in its brackets")
            }
        } else {
            guard !host.isEmpty, host.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) })
            else { throw SparkAddressError("\(scheme)\(text) has no host that could be one; write sc://HOST:PORT") }
        }
        return SparkAddress(host: String(host), port: port)
    }

    private static func read(_ text: Substring, into address: inout SparkAddress) throws(SparkAddressError) {
        guard !text.isEmpty else { return }
        var seen: Set<String> = []
        var usesTLS: Bool?
        for parameter in text.split(separator: ";", omittingEmptySubsequences: false) {
            guard let equals = parameter.firstIndex(of: "="), equals != parameter.startIndex else {
                throw SparkAddressError(
                    "a parameter of \(scheme)\(address.target) is not of the form NAME=VALUE "
                        + "(write = and ; inside of a value as %3D and %3B)")
            }
            let name = String(parameter[..<equals])
            guard seen.insert(name.lowercased()).inserted else {
                throw SparkAddressError("the parameter \(name) of \(scheme)\(address.target) is given twice")
            }
            let value = try decoded(parameter[parameter.index(after: equals)...], of: name)
            switch name {
            case "use_ssl": usesTLS = try truth(value)
            case "token": address.token = try printable(value, of: name)
            case "user_id": address.userID = value
            case "user_agent": address.userAgent = try userAgent(value)
            case "session_id": address.sessionID = try session(value)
            default: address.headers[try header(name)] = try printable(value, of: name)
            }
        }
        try secure(&address, usesTLS)
    }

    /// A token goes only where nobody can read it on its way.
    private static func secure(_ address: inout SparkAddress, _ usesTLS: Bool?) throws(SparkAddressError) {
        address.usesTLS = usesTLS ?? (address.token != nil && !address.isLoopback)
        guard address.token == nil || address.usesTLS || address.isLoopback else {
            throw SparkAddressError(
                "the token for \(scheme)\(address.target) would be sent unencrypted to another machine; "
                    + "leave use_ssl=false away")
        }
    }

    private static func decoded(_ text: Substring, of name: String) throws(SparkAddressError) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let digits = String(validating: rest.prefix(2), as: UTF8.self), digits.count == 2,
                digits.allSatisfy(\.isHexDigit), let value = UInt8(digits, radix: 16)
            else {
                throw SparkAddressError("the value of the parameter \(name) has a % that two hex digits do not follow")
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        guard let value = String(validating: bytes, as: UTF8.self), !value.isEmpty,
            !value.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
        else { throw SparkAddressError("the value of the parameter \(name) is empty, or no text") }
        return value
    }

    private static func truth(_ value: String) throws(SparkAddressError) -> Bool {
        switch value.lowercased() {
        case "true": return true
        case "false": return false
        default: throw SparkAddressError("use_ssl is true or false, not \(value)")
        }
    }

    private static func printable(_ value: String, of name: String) throws(SparkAddressError) -> String {
        guard value.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw SparkAddressError("the value of the parameter \(name) has characters that no header may have")
        }
        return value
    }

    private static func userAgent(_ value: String) throws(SparkAddressError) -> String {
        guard value.utf8.count <= userAgentBytesMax else {
            throw SparkAddressError("user_agent is longer than \(userAgentBytesMax) bytes")
        }
        return value
    }

    private static func session(_ value: String) throws(SparkAddressError) -> String {
        guard SparkSession.isUUID(value) else {
            throw SparkAddressError("session_id is no UUID, such as 8f41b8a5-6a36-4b16-9d8e-2f1c3c0d7a55: \(value)")
        }
        return value
    }

    /// A header's name as HTTP/2 has it, if it is not one of those that gRPC writes itself.
    private static func header(_ name: String) throws(SparkAddressError) -> String {
        let name = name.lowercased()
        let isLegal = name.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
        }
        guard isLegal, !name.hasPrefix("grpc-"), !name.hasSuffix("-bin") else {
            throw SparkAddressError("\(name) is neither a parameter of Spark Connect nor a header that can be sent")
        }
        return name
    }
}
