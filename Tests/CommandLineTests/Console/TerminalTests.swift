import Testing

@testable import souk

@Suite struct TerminalTests {
    private func usesColor(_ isInteractive: Bool, _ environment: [String: String] = [:], flag: Bool? = nil) -> Bool {
        Terminal(isInteractive: isInteractive, columns: nil, environment: environment, colorFlag: flag).usesColor
    }

    @Test func `colour is for terminals, unless somebody says otherwise`() {
        #expect(usesColor(true))
        #expect(!usesColor(false))
        #expect(!usesColor(true, ["TERM": "dumb"]))
        #expect(!usesColor(true, ["NO_COLOR": "1"]))
        #expect(usesColor(true, ["NO_COLOR": ""]))
        #expect(usesColor(false, ["FORCE_COLOR": "1"]))
        #expect(!usesColor(false, ["FORCE_COLOR": "0"]))
        #expect(!usesColor(false, ["FORCE_COLOR": "1", "NO_COLOR": "1"]))
        #expect(usesColor(true, ["NO_COLOR": "1"], flag: true))
        #expect(!usesColor(true, ["FORCE_COLOR": "1"], flag: false))
    }

    @Test func `the width is what the terminal says, within reason`() {
        func width(_ columns: Int?, _ environment: [String: String] = [:]) -> Int {
            Terminal(isInteractive: true, columns: columns, environment: environment, colorFlag: nil).width
        }
        #expect(width(100) == 100)
        #expect(width(10) == 40)
        #expect(width(1000) == Terminal.maximumWidth)
        #expect(width(nil) == 80)
        #expect(width(nil, ["COLUMNS": "90"]) == 90)
    }
}
