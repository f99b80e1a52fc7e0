import SparkConnect
import Testing

@Suite struct SparkAddressTests {
    @Test func `an address of a host alone has Spark's port and no encryption`() throws {
        let address = try SparkAddress("sc://spark.example")
        #expect(address.host == "spark.example")
        #expect(address.port == 15_002)
        #expect(!address.usesTLS)
        #expect(address.description == "sc://spark.example:15002")
    }

    @Test func `parameters are taken apart and percent-decoded`() throws {
        let address = try SparkAddress(
            "sc://h:443/;use_ssl=true;token=a%3Db%3Bc;user_id=J%C3%BCrgen;user_agent=my%20app;"
                + "session_id=8f41b8a5-6a36-4b16-9d8e-2f1c3c0d7a55;X-Tenant=blue")
        #expect(address.port == 443)
        #expect(address.usesTLS)
        #expect(address.token == "a=b;c")
        #expect(address.userID == "Jürgen")
        #expect(address.userAgent == "my app")
        #expect(address.sessionID == "8f41b8a5-6a36-4b16-9d8e-2f1c3c0d7a55")
        #expect(address.headers == ["x-tenant": "blue"])
    }

    @Test(arguments: [
        ("sc://[::1]:99", "::1", 99), ("sc://[fe80::1]", "fe80::1", 15_002), ("sc://10.0.0.7:1/", "10.0.0.7", 1),
    ])
    func `numbers are hosts too`(text: String, host: String, port: Int) throws {
        let address = try SparkAddress(text)
        #expect(address.host == host)
        #expect(address.port == port)
        #expect(try SparkAddress(address.description) == address)
    }

    @Test(arguments: ["sc://spark.example/;token=secret", "sc://10.1.1.1/;use_ssl=true;token=secret"])
    func `a token asks for encryption, and is never shown`(text: String) throws {
        let address = try SparkAddress(text)
        #expect(address.usesTLS)
        #expect(address.token == "secret")
        #expect(!address.description.contains("secret"))
    }

    @Test(arguments: ["localhost", "127.0.0.1", "127.8.9.10", "[::1]"])
    func `a token may go unencrypted to this machine`(host: String) throws {
        #expect(try !SparkAddress("sc://\(host)/;token=secret").usesTLS)
        #expect(try SparkAddress("sc://\(host)/;use_ssl=true;token=secret").usesTLS)
    }

    @Test(arguments: ["spark.example", "127.example.com", "[::2]"])
    func `a token does not go unencrypted to another machine`(host: String) throws {
        let error = #expect(throws: SparkAddressError.self) {
            try SparkAddress("sc://\(host)/;use_ssl=false;token=secret")
        }
        #expect(error?.description.contains("unencrypted") == true)
        #expect(error?.description.contains("secret") == false)
    }

    @Test(arguments: [
        "", "localhost:15002", "http://localhost", "sc://", "sc:///;token=a", "sc://:15002", "sc://h:", "sc://h:0",
        "sc://h:65536", "sc://h:+1", "sc://h:1x", "sc://h/path", "sc://h/path;token=a", "sc://u@h", "sc://h?x=1",
        "sc://h h", "sc://[::1", "sc://[]", "sc://[h]", "sc://h/;token", "sc://h/;=a", "sc://h/;use_ssl=yes",
        "sc://h/;use_ssl=true;", "sc://h/;;use_ssl=true", "sc://h/;user_id=", "sc://h/;user_id=%4",
        "sc://h/;user_id=%zz",
        "sc://h/;user_id=%+1", "sc://h/;user_id=%FF", "sc://h/;user_id=%00", "sc://h/;user_id=a;user_id=b",
        "sc://h/;session_id=nix", "sc://h/;grpc-timeout=1S", "sc://h/;blob-bin=1", "sc://h/;a%20b=1",
        "sc://h/;x=%C3%BC",
        "sc://h/;token=a%0Ab",
    ])
    func `an address that makes no sense is refused`(text: String) {
        #expect(throws: SparkAddressError.self) { try SparkAddress(text) }
    }

    @Test func `a session other than the address's is refused`() throws {
        let address = try SparkAddress("sc://localhost/;session_id=8f41b8a5-6a36-4b16-9d8e-2f1c3c0d7a55")
        #expect(throws: SparkError.self) {
            try SparkSession(address, id: "00000000-6a36-4b16-9d8e-2f1c3c0d7a55", certificateAuthorities: nil)
        }
        #expect(throws: SparkError.self) { try SparkSession(address, id: "nix", certificateAuthorities: nil) }
    }
}
