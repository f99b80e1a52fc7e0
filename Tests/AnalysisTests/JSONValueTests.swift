import Foundation
import Testing

@testable import Analysis

@Suite struct JSONValueTests {
    @Test func `what is written is JSON that Foundation reads back`() throws {
        let value = JSONValue.object([
            "text": .string("a\"b\\c\n\t\u{1}é🧺"), "list": .array([.integer(-5), .boolean(true), .null]),
            "empty": .array([]), "none": .object([]), "number": .number(2.5), "infinite": .number(.infinity),
        ])
        for text in [value.compact, value.indented] {
            let read = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
            #expect(read?["text"] as? String == "a\"b\\c\n\t\u{1}é🧺")
            #expect((read?["list"] as? [Any])?.count == 3)
            #expect((read?["list"] as? [Any])?.first as? Int == -5)
            #expect((read?["empty"] as? [Any])?.isEmpty == true)
            #expect((read?["none"] as? [String: Any])?.isEmpty == true)
            #expect(read?["number"] as? Double == 2.5)
            #expect(read?["infinite"] is NSNull)
        }
        #expect(!value.compact.contains(" "))
    }
}
