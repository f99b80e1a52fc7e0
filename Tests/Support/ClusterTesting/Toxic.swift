/// What a proxy does to the connections through it.
public struct Toxic: Sendable {
    /// Which way the bytes go that it does something to.
    public enum Direction: String, Sendable {
        /// From the client to the server.
        case upstream
        /// From the server to the client.
        case downstream
    }

    let type: String
    let direction: Direction
    let attributes: [String: Int]

    /// Delays, by so many milliseconds, more or less.
    public static func latency(_ milliseconds: Int, jitter: Int = 0, _ direction: Direction = .downstream) -> Toxic {
        Toxic(type: "latency", direction: direction, attributes: ["latency": milliseconds, "jitter": jitter])
    }

    /// Half-open connections: nothing passes any more, and nobody is told.
    public static func silence(_ direction: Direction = .downstream) -> Toxic {
        Toxic(type: "timeout", direction: direction, attributes: ["timeout": 0])
    }

    /// Connections that are reset after so many milliseconds.
    public static func reset(after milliseconds: Int = 0, _ direction: Direction = .downstream) -> Toxic {
        Toxic(type: "reset_peer", direction: direction, attributes: ["timeout": milliseconds])
    }

    /// At most so many kilobytes a second.
    public static func throttle(kilobytesPerSecond: Int, _ direction: Direction = .downstream) -> Toxic {
        Toxic(type: "bandwidth", direction: direction, attributes: ["rate": kilobytesPerSecond])
    }

    /// Connections whose end takes so many milliseconds.
    public static func slowClose(_ milliseconds: Int, _ direction: Direction = .downstream) -> Toxic {
        Toxic(type: "slow_close", direction: direction, attributes: ["delay": milliseconds])
    }

    /// Connections that end after so many bytes.
    public static func cut(afterBytes bytes: Int, _ direction: Direction = .downstream) -> Toxic {
        Toxic(type: "limit_data", direction: direction, attributes: ["bytes": bytes])
    }
}
