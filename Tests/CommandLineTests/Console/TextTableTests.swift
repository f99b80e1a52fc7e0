import Testing

@testable import souk

@Suite struct TextTableTests {
    @Test func `columns are aligned, numbers to the right`() {
        var table = TextTable([("city", .left), ("revenue", .right)])
        table.append(["Fès", "9.50"])
        table.append(["Casablanca", "12345.00"])
        table.append(["東京"])
        #expect(
            table.lines == [
                "city         revenue", "Fès             9.50", "Casablanca  12345.00", "東京",
            ])
    }

    @Test func `colours take no room`() {
        #expect(TextWidth.columns(of: "\u{1B}[31mred\u{1B}[0m") == 3)
        #expect(TextWidth.columns(of: "✓ è") == 3)
        #expect(TextWidth.columns(of: "🧺") == 2)
    }
}
