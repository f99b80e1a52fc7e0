import Testing

@testable import souk

@Suite struct BackgroundOptionsTests {
    @Test func `the command that goes on in the background has all of its words but those of the background`() {
        let words = ["up", "--detach", "--rate", "5", "--name", "shop", "--name=x", "--", "--detach"]
        #expect(BackgroundOptions.removed(from: words) == ["up", "--rate", "5", "--", "--detach"])
        #expect(BackgroundOptions.removed(from: ["up", "--name"]) == ["up"])
    }

    @Test func `a name is for the background only, and names a file`() throws {
        #expect(mistake("up", "--name", "shop")?.message == "--name names a background process")
        #expect(mistake("up", "--detach", "--name", "../shop")?.exitCode == .usage)
        #expect(mistake("up", "--detach", "--name", ".shop")?.exitCode == .usage)
        let command = try made(UpCommand.self, "up", "--detach", "--name", "shop-1")
        #expect(command.options.background.isDetached && command.options.background.name?.text == "shop-1")
    }

    @Test func `standard input can't be followed in the background`() {
        #expect(mistake("run", "--from", "-", "--lake", "lake", "--detach")?.exitCode == .usage)
    }

    @Test func `stop takes one choice`() throws {
        #expect(try made(StopCommand.self, "stop").options == .only)
        #expect(try made(StopCommand.self, "stop", "--all").options == .all)
        #expect(try made(StopCommand.self, "stop", "--lake", "data/lake").options == .lake(.directory("data/lake")))
        #expect(mistake("stop", "up", "--all")?.exitCode == .usage)
    }

    @Test func `two processes have a lake in common however its path is written`() throws {
        let lakes = ["data/lake", "./data//lake/", "/srv/shop/data/lake", "x/../data/./lake"].map {
            LakeURL.directory($0)
        }
        #expect(Set(lakes.map { BackgroundWorkPlan.address(of: $0, in: "/srv/shop") }) == ["/srv/shop/data/lake"])
        let distant = try LakeURL(argument: "webhdfs://namenode:9870/lake/")
        #expect(BackgroundWorkPlan.address(of: distant, in: "/srv") == "webhdfs://namenode:9870/lake")
    }
}
