internal import CMicroHTTPD
internal import Glibc

/// An address of the network in the form that the operating system uses.
@safe
struct SocketAddress {
    private var storage: sockaddr_storage
    private var length: socklen_t

    /// Copies an address that someone else owns; nil for any family but IPv4 and IPv6.
    init?(copying address: UnsafePointer<sockaddr>?) {
        guard let address = unsafe address else { return nil }
        let size =
            switch unsafe Int32(address.pointee.sa_family) {
            case AF_INET: MemoryLayout<sockaddr_in>.size
            case AF_INET6: MemoryLayout<sockaddr_in6>.size
            default: 0
            }
        guard size > 0 else { return nil }
        storage = sockaddr_storage()
        length = socklen_t(size)
        unsafe withUnsafeMutableBytes(of: &storage) { bytes in
            unsafe bytes.copyMemory(from: UnsafeRawBufferPointer(start: address, count: size))
        }
    }

    /// The address that a socket is bound to; nil when it is none of a network.
    init?(ofSocket descriptor: Int32) {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let status = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe getsockname(descriptor, address, &length)
            }
        }
        guard status == 0, [AF_INET, AF_INET6].contains(Int32(storage.ss_family)) else { return nil }
        self.storage = storage
        self.length = length
    }

    /// All addresses of a host, IPv4 first, since that is what `localhost` means to most clients.
    static func resolve(_ address: HTTPAddress) throws(HTTPServerError) -> [SocketAddress] {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let status = unsafe getaddrinfo(address.host, String(address.port), &hints, &list)
        guard status == 0 else {
            let reason = unsafe String(cString: gai_strerror(status))
            throw HTTPServerError(
                .unknownAddress,
                "can't listen on \(address): the host \"\(address.host)\" has no address here (\(reason)); "
                    + "name one of this machine's addresses, such as 127.0.0.1",
                systemCode: status)
        }
        defer { unsafe freeaddrinfo(list) }
        var found: [SocketAddress] = []
        var entry = unsafe list
        while let current = unsafe entry {
            if let address = unsafe SocketAddress(copying: current.pointee.ai_addr) { found.append(address) }
            unsafe entry = current.pointee.ai_next
        }
        return found.filter { $0.family == AF_INET } + found.filter { $0.family != AF_INET }
    }

    var family: Int32 { Int32(storage.ss_family) }

    /// The port in the order of this machine's bytes.
    var port: UInt16 {
        // Both families keep the port, in the network's order, behind their 16-bit family.
        unsafe withUnsafeBytes(of: storage) { bytes in
            unsafe UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
        }
    }

    /// The address as text, without port, scope, or the prefix of an IPv4 address in IPv6's clothes.
    var host: String {
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let status = unsafe withPointer { address, length in
            unsafe getnameinfo(address, length, &text, socklen_t(NI_MAXHOST), nil, 0, NI_NUMERICHOST)
        }
        guard status == 0 else { return "unknown" }
        let bytes = text.prefix { $0 != 0 && $0 != CChar(UInt8(ascii: "%")) }.map { UInt8(bitPattern: $0) }
        let host = String(decoding: bytes, as: UTF8.self)
        return host.hasPrefix("::ffff:") && host.contains(".") ? String(host.dropFirst(7)) : host
    }

    /// Whether only this machine can reach the address.
    var isLoopback: Bool {
        let host = host
        return host == "::1" || (host.hasPrefix("127.") && !host.contains(":"))
    }

    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        unsafe withUnsafePointer(to: storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe body(address, length)
            }
        }
    }
}

extension HTTPAddress {
    /// Whether only this machine can reach the address: everything that the host resolves to is a loopback address.
    ///
    /// - Throws: `HTTPServerError` with `.unknownAddress` when the host has no address.
    public func isLoopback() throws(HTTPServerError) -> Bool {
        try SocketAddress.resolve(self).allSatisfy(\.isLoopback)
    }
}
