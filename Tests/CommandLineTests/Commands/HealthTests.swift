import Testing

@testable import souk

@Suite struct HealthTests {
    @Test func `a dashboard that listens everywhere is asked on this machine`() {
        let address = { HealthCommand.address(of: NetworkAddress(host: $0, port: 5000)) }
        #expect(address("0.0.0.0") == "http://localhost:5000/")
        #expect(address("::") == "http://localhost:5000/")
        #expect(address("::1") == "http://[::1]:5000/")
        #expect(address("127.0.0.1") == "http://127.0.0.1:5000/")
    }

    @Test func `nobody listens, and health says so with exit code 1`() {
        // Port 1 (tcpmux) is nobody's on a machine of today.
        let run = CommandLineRun("health", "--listen", "127.0.0.1:1")
        #expect(run.exitCode == .failure)
        #expect(run.words.contains("127.0.0.1:1/readyz"))
    }
}
