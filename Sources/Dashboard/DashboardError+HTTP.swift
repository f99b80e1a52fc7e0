internal import HTTP

extension DashboardError {
    /// A failure to listen, with the option that helps.
    init(_ error: HTTPServerError, address: HTTPAddress?) {
        let code: Code =
            switch error.code {
            case .invalidAddress: .invalidAddress
            case .unknownAddress: .unknownAddress
            case .portInUse: .portInUse
            case .notPermitted: .notPermitted
            case .noResources: .noResources
            }
        var description = error.description
        if code == .portInUse, let address {
            let user = error.owner.map { "\($0)" } ?? "another process"
            let other = HTTPAddress(host: address.host, port: address.port == .max ? 5000 : address.port + 1)
            description = "port \(address.port) is in use by \(user); choose another with --listen \(other)"
        }
        self.init(code, description, systemCode: error.systemCode)
    }

    /// An address that others can reach, without a token.
    static func missingToken(address: HTTPAddress) -> DashboardError {
        DashboardError(
            .tokenRequired,
            "\(address) can be reached from other machines, and no token protects the dashboard; put one "
                + "in a file and name it (dashboard.token_file, SOUK_DASHBOARD_TOKEN_FILE), or listen on 127.0.0.1:\(address.port)"
        )
    }
}
