import Foundation
import System
import Testing

@testable import souk

@Suite struct ProcessRegistryTests {
    @Test func `the registry is where the user's state is`() throws {
        #expect(try ProcessRegistry(environment: ["XDG_STATE_HOME": "/s", "HOME": "/h"]).directory == "/s/souk")
        #expect(
            try ProcessRegistry(environment: ["XDG_STATE_HOME": "s", "HOME": "/h"]).directory == "/h/.local/state/souk")
        #expect(throws: CommandError.self) { try ProcessRegistry(environment: [:]) }
    }

    @Test func `a process is found again as it was written, in a directory of its owner's`() throws {
        try withRegistry { registry, _ in
            let entry = try entry(named: "shop", in: registry, process: .current())
            try registry.withLock { try registry.write(entry) }
            #expect(try registry.entries() == [entry])
            #expect(try registry.removeEnded() == [])
            let attributes = try FileManager.default.attributesOfItem(atPath: registry.directory)
            #expect(attributes[.posixPermissions] as? Int == 0o700)
        }
    }

    @Test func `status tells once of a process that has ended, and forgets it`() throws {
        try withRegistry { registry, environment in
            let this = try ProcessIdentity.current()
            var gone = try entry(
                named: "gone", in: registry, process: ProcessIdentity(identifier: this.identifier, start: 1))
            try registry.withLock { try registry.write(gone) }
            let status = CommandLineRun("status", environment: environment)
            #expect(status.exitCode == .done)
            #expect(status.words.contains("gone (process \(this.identifier)) was ended from outside"))
            #expect(
                CommandLineRun("status", environment: environment).words == "souk: nothing runs in the background\n")

            gone.exitCode = 12
            gone.state = .ended
            try registry.write(gone)
            let failed = CommandLineRun("status", "--json", environment: environment)
            #expect(failed.words.contains("has ended with exit code 12"))
            #expect(failed.output == "{\n  \"processes\": []\n}\n")
        }
    }

    @Test func `status shows what runs, and what it can't ask`() throws {
        try withRegistry { registry, environment in
            try registry.withLock { try registry.write(entry(named: "shop", in: registry, process: .current())) }
            let status = CommandLineRun("status", environment: environment)
            #expect(status.output.contains("NAME  WHAT  LAKE"))
            #expect(status.output.contains("shop  run   /srv/lake  running     -    -       -"))
        }
    }

    @Test func `stop finds nothing without fuss, and an unknown name with the names there are`() throws {
        try withRegistry { registry, environment in
            #expect(CommandLineRun("stop", environment: environment).exitCode == .done)
            #expect(CommandLineRun("stop", "--lake", "x", environment: environment).exitCode == .done)
            try registry.withLock { try registry.write(entry(named: "shop", in: registry, process: .current())) }
            let unknown = CommandLineRun("stop", "shopp", environment: environment)
            #expect(unknown.exitCode == .failure)
            #expect(unknown.words.contains("name one of: shop"))
        }
    }

    @Test func `a file that tells of no process is not passed over`() throws {
        try withRegistry { registry, environment in
            try registry.create()
            try Data("{}".utf8).write(to: URL(fileURLWithPath: registry.file(of: "shop")))
            let status = CommandLineRun("status", environment: environment)
            #expect(status.exitCode == .failure)
            #expect(status.words.contains(registry.file(of: "shop")))
        }
    }

    private func withRegistry(_ body: (ProcessRegistry, [String: String]) throws -> Void) throws {
        let directory = try Directories.createTemporary(prefix: "souk-registry-")
        defer { try? Directories.removeAll(directory) }
        let environment = ["XDG_STATE_HOME": directory]
        try body(ProcessRegistry(environment: environment), environment)
    }

    private func entry(
        named name: String, in registry: ProcessRegistry, process: ProcessIdentity
    ) throws -> ProcessEntry {
        ProcessEntry(
            name: name, processIdentifier: process.identifier, processStart: process.start,
            startedAt: Date(timeIntervalSince1970: 1_767_225_600), command: ["/usr/bin/souk", "run"], directory: "/srv",
            work: BackgroundWorkPlan(
                command: "run", log: .embedded(directory: "log"), lake: .directory("lake"), engine: .native,
                Configuration(), in: "/srv"),
            dashboard: nil, outputFile: registry.outputFile(of: name), state: .running)
    }
}
