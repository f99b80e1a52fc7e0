import Testing

extension Trait where Self == ConditionTrait {
    /// Runs with the built binary only.
    static var needsSouk: Self {
        .enabled(if: Souk.isBuilt, "SOUK_BINARY does not name a built souk: run the tests with `make test`")
    }

    /// Runs with the independent readers only.
    static var needsOracles: Self {
        .enabled(if: Oracle.isInstalled, "the independent readers are not installed: run `make setup-test`")
    }
}
