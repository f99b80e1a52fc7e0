import Testing

@testable import System

@Suite struct ProcessTests {
    @Test func `clocks go forward and resources are counted`() {
        let before = SystemClock.monotonicNanoseconds()
        #expect(SystemClock.monotonicNanoseconds() >= before)
        #expect(SystemClock.wallMicroseconds() > 1_700_000_000_000_000)
        #expect(ProcessResources.current().processorSeconds > 0)
        #expect(ProcessResources.current().peakResidentBytes > 1 << 20)
    }

    @Test func `the limit of open files in force is within what it may be raised to`() throws {
        let limit = try CurrentProcess.openFilesLimit()
        #expect(limit.soft > 0 && limit.soft <= limit.hard)
    }

    #if os(Linux)
    @Test func `a port that this process listens on is taken, and by whom is known`() throws {
        let listener = try Listener()
        let error = #expect(throws: SystemError.self) {
            try ListeningPort.probe(address: "127.0.0.1", port: listener.port)
        }
        #expect(error?.number == .addressInUse)
        let owner = try #require(PortOwner.find(port: listener.port))
        #expect(owner.processIdentifier == Int(CurrentProcess.identifier))
        #expect(owner.description == "\(owner.name) (process \(CurrentProcess.identifier))")
    }
    #endif

    @Test func `a port is probed at numeric addresses only`() throws {
        try ListeningPort.probe(address: "127.0.0.1", port: 0)
        let error = #expect(throws: SystemError.self) { try ListeningPort.probe(address: "souk.invalid", port: 0) }
        #expect(error?.description == "listening on souk.invalid port 0: invalid argument (EINVAL)")
    }

    @Test func `a listening socket is found by its port in the kernel's table`() {
        let table = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:1388 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0 100 0 0 10 0
               1: 0100007F:1388 0100007F:C000 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0 100 0 0 10 0
               2: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1 0 100 0 0 10 0
            """
        #expect(PortOwner.listeningInodes(inTable: table, port: 5000) == ["4711"])
        #expect(PortOwner.listeningInodes(inTable: table, port: 22) == ["4713"])
        #expect(PortOwner.listeningInodes(inTable: table, port: 80) == [])
    }
}
