import SparkConnect

extension SparkAddress {
    /// The address with the token that the configuration names a file for, if it has none of its own.
    ///
    /// - Throws: `CommandError` with exit code 10 if the file can't be read.
    func completed(by configuration: Configuration) throws -> SparkAddress {
        guard token == nil, let path = configuration[.sparkTokenFile].path else { return self }
        var address = self
        address.token = try SecretFile.read(path, for: "spark.token_file")
        // As with a token in the address: it must not cross a network in the clear.
        address.usesTLS = usesTLS || !isLoopback
        return address
    }
}
