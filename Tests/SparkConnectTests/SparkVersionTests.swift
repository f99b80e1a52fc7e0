import Testing

@testable import SparkConnect

@Suite struct SparkVersionTests {
    private static let address = "sc://spark.example"

    @Test(arguments: ["4.0.0", "4.2.0", "4.1.0-preview1", "10.0.0", "main"])
    func `a version that speaks Souk's part of the protocol is taken`(version: String) throws {
        #expect(try SparkSession.supported(version, on: SparkAddress(Self.address)) == version)
    }

    @Test(arguments: ["3.5.7", "3.5.2-vendor.4", "2.4"])
    func `an older one is refused, with where it is and what to do`(version: String) throws {
        let error = try failure { _ = try SparkSession.supported(version, on: SparkAddress(Self.address)) }
        #expect(error.code == .unsupported)
        for words in [version, Self.address, "4.0 or newer", "Upgrade"] { #expect(error.description.contains(words)) }
    }

    @Test(arguments: [
        ("local", true), ("local[2]", true), ("local[*]", true), ("local-cluster[2,1,1024]", false),
        ("spark://master:7077", false), ("yarn", false), (nil, false),
    ])
    func `a server that does all work itself is told by its master`(master: String?, isLocal: Bool) {
        #expect(SparkSession.isLocal(master: master) == isLocal)
    }
}
