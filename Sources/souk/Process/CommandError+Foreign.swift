extension CommandError {
    /// The failure of another part of Souk as the command line says it: with the exit code that stands for it.
    init(_ error: any Error) {
        switch error {
        case let error as CommandError: self = error
        default: self.init(String(describing: error), exitCode: .failure)
        }
    }
}
