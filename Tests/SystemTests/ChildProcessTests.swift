import Testing

@testable import System

@Suite struct ChildProcessTests {
    @Test func `a detached program leads its own session, gets its words and variables, and leaves its exit code`()
        throws
    {
        try withTemporaryDirectory { directory in
            let output = directory + "/output"
            let child = try ChildProcess(
                startingDetached: "/bin/sh",
                arguments: [
                    "-c", "echo \"$0 $VALUE $(cut -d' ' -f6 /proc/$$/stat) $$\"; cat; echo words >&2; exit 7", "a b",
                ],
                environment: ["VALUE": "an amount", "PATH": "/usr/bin:/bin"], output: output)
            #expect(try status(of: child) == 7)
            let lines = String(decoding: try Files.read(output), as: UTF8.self).split(separator: "\n")
            #expect(lines == ["a b an amount \(child.identifier) \(child.identifier)", "words"])
        }
    }

    @Test func `a program that is ended by a signal counts as 128 and the signal, and a missing one is an error`()
        throws
    {
        try withTemporaryDirectory { directory in
            let child = try ChildProcess(
                startingDetached: "/bin/sh", arguments: ["-c", "kill -9 $$"], environment: [:],
                output: directory + "/output")
            #expect(try status(of: child) == 137)
            let error = #expect(throws: SystemError.self) {
                try ChildProcess(
                    startingDetached: "/nowhere/program", arguments: [], environment: [:],
                    output: directory + "/output")
            }
            #expect(error?.number == .notFound)
        }
    }

    @Test func `a process is known by its number and its start, so that a later one with its number is another`() throws
    {
        let this = try ProcessIdentity.current()
        #expect(this.isRunning)
        let later = ProcessIdentity(identifier: this.identifier, start: this.start + 1)
        #expect(!later.isRunning)
        #expect(try !later.askToStop())
    }

    private func status(of child: ChildProcess) throws -> Int32? {
        let deadline = SystemClock.monotonicNanoseconds() + 30_000_000_000
        while SystemClock.monotonicNanoseconds() < deadline {
            if let status = try child.exitStatus() { return status }
        }
        return nil
    }
}
