/// Something that goes wrong and is put right again.
struct Fault: CustomStringConvertible {
    /// A server that it befalls.
    enum Server: String, CaseIterable {
        case kafka = "Kafka"
        case nameNode = "NameNode"
        case dataNode = "DataNode"
    }

    /// What goes wrong.
    enum Kind: Hashable {
        /// Answers are late.
        case latency(Server)
        /// Connections are cut and refused.
        case cut(Server)
        /// Connections are reset after some bytes, again and again.
        case broken(Server)
        /// Nothing passes any more, and nobody is told.
        case halfOpen(Server)
        /// Little passes.
        case throttle(Server)
        /// SIGKILL, and a start with the data as they were left.
        case kill(Server)
        /// SIGSTOP and SIGCONT.
        case pause(Server)
        /// SIGKILL of the pipeline.
        case killSouk
        /// SIGKILL of the pipeline while a server is gone.
        case killSoukAnd(Server)
        /// SIGKILL of the pipeline while a server stands still.
        case killSoukWhilePaused(Server)
    }

    var kind: Kind
    /// How long it lasts.
    var seconds: Double

    var description: String {
        switch kind {
        case .latency(let server): "latency to \(server.rawValue)"
        case .cut(let server): "connections to \(server.rawValue) cut"
        case .broken(let server): "connections to \(server.rawValue) reset"
        case .halfOpen(let server): "connections to \(server.rawValue) half-open"
        case .throttle(let server): "connections to \(server.rawValue) throttled"
        case .kill(let server): "\(server.rawValue) killed"
        case .pause(let server): "\(server.rawValue) paused"
        case .killSouk: "Souk killed"
        case .killSoukAnd(let server): "Souk and \(server.rawValue) killed"
        case .killSoukWhilePaused(let server): "Souk killed, \(server.rawValue) paused"
        }
    }

    /// Those that even a short run has.
    private static let essential: [Kind] = [
        .kill(.kafka), .kill(.nameNode), .kill(.dataNode), .killSoukAnd(.kafka), .halfOpen(.dataNode),
        .halfOpen(.kafka),
    ]

    private static let all: [Kind] =
        Server.allCases.flatMap { server -> [Kind] in
            [
                .latency(server), .cut(server), .broken(server), .halfOpen(server), .throttle(server), .kill(server),
                .pause(server), .killSoukAnd(server), .killSoukWhilePaused(server),
            ]
        } + [.killSouk, .killSouk, .killSouk]

    /// So many faults in random order, in which every kind has come before one comes again.
    static func sequence(_ count: Int, using generator: inout some RandomNumberGenerator) -> [Fault] {
        var kinds = essential.shuffled(using: &generator)
        while kinds.count < count { kinds += all.shuffled(using: &generator) }
        return kinds.prefix(count).map { kind in
            // Most are over before anyone's time-out, some are not.
            let isLong = Int.random(in: 0..<8, using: &generator) == 0
            return Fault(kind: kind, seconds: Double.random(in: isLong ? 8..<25 : 0.3..<4, using: &generator))
        }
    }
}
