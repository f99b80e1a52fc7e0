public import Commerce

/// How the dashboard is served.
public struct DashboardSettings: Sendable {
    /// Where to listen, `HOST:PORT`; port 0 takes any free one.
    public var listen: String
    /// The secret that every client must show; nil, which only loopback addresses allow, lets everyone in.
    public var token: String?
    /// Further names, with or without a port, under which clients may ask for the dashboard, behind a proxy for instance.
    public var allowedHosts: [String]
    /// Souk's version.
    public var version: String
    /// The shop's time zone, in which the page shows times, an IANA name.
    public var timeZone: String
    /// The clocks of that zone, which tell when the shop's day begins.
    public var clocks: TimeZoneRules
    /// How old, in seconds, the last commit may be while messages wait before `/readyz` fails.
    public var commitAgeLimitSeconds: Int64
    /// Where the time of day comes from.
    public var clock: any WallClock
    /// Where posted transactions go; nil where this process has no log to write to.
    public var intake: (any TransactionIntake)?

    /// Settings for a dashboard on this machine alone, unless told otherwise.
    public init(
        listen: String = "127.0.0.1:5000", token: String? = nil, allowedHosts: [String] = [], version: String,
        timeZone: String = "Africa/Casablanca", clocks: TimeZoneRules = .utc, commitAgeLimitSeconds: Int64 = 120,
        clock: any WallClock,
        intake: (any TransactionIntake)? = nil
    ) {
        self.listen = listen
        self.token = token
        self.allowedHosts = allowedHosts
        self.version = version
        self.timeZone = timeZone
        self.clocks = clocks
        self.commitAgeLimitSeconds = commitAgeLimitSeconds
        self.clock = clock
        self.intake = intake
    }
}
