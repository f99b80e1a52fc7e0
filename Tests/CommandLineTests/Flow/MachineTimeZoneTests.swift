import Commerce
import Foundation
import Testing

@testable import souk

@Suite struct MachineTimeZoneTests {
    private static let casablanca = "/usr/share/zoneinfo/Africa/Casablanca"

    private func withDirectory(_ body: (URL) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "souk-zone-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try body(directory)
    }

    private func zone(_ variable: String?, localtime: URL? = nil, nameFile: URL? = nil) -> MachineTimeZone {
        MachineTimeZone(
            variable: variable, localtime: localtime?.path ?? "/nowhere", nameFile: nameFile?.path ?? "/nowhere")
    }

    @Test(arguments: [
        ("Africa/Casablanca", "Africa/Casablanca"), (":Europe/Paris", "Europe/Paris"), ("", "UTC"), ("UTC", "UTC"),
        ("/usr/share/zoneinfo/Asia/Tokyo", "Asia/Tokyo"), ("<+01>-1", "+01:00"), ("XYZ3:30", "-03:30"),
    ])
    func `the variable TZ is read as the C library reads it`(variable: String, name: String) throws {
        let found = try zone(variable).resolved()
        #expect(found.name == name)
        #expect(try found.portableName(for: .decoderTimeZone) == name)
    }

    @Test func `a rule that has no name is good for this process alone`() throws {
        let found = try zone("CET-1CEST,M3.5.0,M10.5.0/3").resolved()
        let winter = try Timestamp(iso8601: "2026-01-01T00:00:00Z")
        let summer = try Timestamp(iso8601: "2026-07-01T00:00:00Z")
        #expect(found.rules.offset(at: winter) == 3_600 && found.rules.offset(at: summer) == 7_200)
        let error = #expect(throws: CommandError.self) { try found.portableName(for: .decoderTimeZone) }
        #expect(error?.exitCode == .configuration && error?.hints.first?.contains("decoder.time_zone") == true)
    }

    @Test func `a variable that means nothing is an error`() {
        let error = #expect(throws: CommandError.self) { try zone("Casablanca").resolved() }
        #expect(error?.exitCode == .configuration && error?.message.contains("\"Casablanca\"") == true)
    }

    @Test func `without the variable, the link of the machine names its zone`() throws {
        try withDirectory { directory in
            let link = directory.appending(path: "localtime")
            #expect(try zone(nil, localtime: link).resolved().name == "UTC", "no file is universal time")
            try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: Self.casablanca)
            #expect(try zone(nil, localtime: link).resolved().name == "Africa/Casablanca")
        }
    }

    @Test func `of a copied file the name is found where Debian writes it, if it still fits`() throws {
        try withDirectory { directory in
            let copy = directory.appending(path: "localtime")
            let nameFile = directory.appending(path: "timezone")
            try FileManager.default.copyItem(atPath: Self.casablanca, toPath: copy.path)
            try Data("Africa/Casablanca\n".utf8).write(to: nameFile)
            #expect(try zone(nil, localtime: copy, nameFile: nameFile).resolved().name == "Africa/Casablanca")
            try Data("Asia/Tokyo\n".utf8).write(to: nameFile)
            let unnamed = try zone(nil, localtime: copy, nameFile: nameFile).resolved()
            #expect(!unnamed.isNamed)
            #expect(unnamed.rules == (try TimeZoneDatabase.rules(of: "Africa/Casablanca")))
            try Data("no rules".utf8).write(to: copy)
            #expect(throws: CommandError.self) { try zone(nil, localtime: copy).resolved() }
        }
    }
}
