import Commerce
import MessageTesting
import Testing

struct StringDictionaryTests {
    private func intern(_ text: String, in dictionary: inout StringDictionary) -> UInt32 {
        dictionary.intern(text.utf8.span.rawSpan)
    }

    @Test(arguments: [0, 1, UInt64.max])
    func `ids are those of a model, whatever the hash starts from`(seed: UInt64) {
        var random = SplitMix64(seed: 7)
        var dictionary = StringDictionary(seed: seed)
        var model: [String: UInt32] = [:]
        for _ in 0..<20_000 {
            let text = String(String(random.below(3_000), radix: 2).suffix(random.below(30)))
            let expected = model[text] ?? UInt32(model.count)
            model[text] = expected
            #expect(intern(text, in: &dictionary) == expected)
        }
        #expect(dictionary.count == model.count)
        for (text, id) in model { #expect(dictionary[id] == text) }
    }

    @Test func `texts that share beginnings, ends and lengths stay apart`() {
        var dictionary = StringDictionary()
        let texts =
            (0..<40).map { String(repeating: "a", count: $0) } + ["aaaaaaab", "baaaaaaa", "aaaaaaaab", "\0", "\0\0"]
        let ids = texts.map { intern($0, in: &dictionary) }
        #expect(ids == (0..<UInt32(texts.count)).map { $0 })
        #expect(texts.map { intern($0, in: &dictionary) } == ids)
    }

    @Test func `the arena is laid out as Arrow wants it`() {
        var dictionary = StringDictionary()
        for text in ["Fès", "", "Rabat", "Fès"] { _ = intern(text, in: &dictionary) }
        #expect(dictionary.bytes == Array("FèsRabat".utf8))
        #expect(dictionary.ends == [0, 4, 4, 9])
        #expect(dictionary.count == 3)
    }

    @Test(arguments: [true, false])
    func `an emptied dictionary numbers anew, however often it is emptied`(keepingCapacity: Bool) {
        var dictionary = StringDictionary()
        // More rounds than there are generations in a slot.
        for round in 0..<70_000 {
            let first = intern("\(round % 7)", in: &dictionary)
            let second = intern("other", in: &dictionary)
            guard first == 0 && second == 1 && intern("\(round % 7)", in: &dictionary) == 0 else {
                Issue.record("round \(round): \(first), \(second)")
                return
            }
            dictionary.removeAll(keepingCapacity: keepingCapacity)
        }
        #expect(dictionary.count == 0 && dictionary.ends == [0] && dictionary.bytes.isEmpty)
    }
}
