import Commerce
import Foundation
import Testing

@testable import Marketplace

@Suite struct BrokenMessageTests {
    private let keys = [
        "transaction_id", "user_id", "city", "category", "amount", "quantity", "payment_method", "timestamp",
    ]

    private func settings(brokenShare: Double) -> SimulatorSettings {
        var settings = SimulatorSettings(seed: 3, start: newYear)
        settings.brokenShare = brokenShare
        return settings
    }

    @Test func `every reason but two has a message that earns it`() {
        #expect(BrokenMessage.allCases.count >= 20)
        let reasons = Set(BrokenMessage.allCases.map(\.expectedReason))
        #expect(reasons == Set(Rejection.Reason.allCases).subtracting([.tombstone, .wrongCurrency]))
    }

    @Test func `the asked share is broken and the rest is as without`() {
        let sound = messages(20_000, settings(brokenShare: 0))
        let mixed = messages(20_000, settings(brokenShare: 0.1))
        let broken = zip(sound, mixed).count { $0 != $1 }
        #expect((1800...2200).contains(broken))
        #expect(messages(20_000, settings(brokenShare: 0.1)) == mixed)
        #expect(zip(sound, messages(500, settings(brokenShare: 1))).allSatisfy { $0 != $1 })
    }

    @Test(arguments: BrokenMessage.allCases)
    func `a message is broken as its reason says`(kind: BrokenMessage) throws {
        let decoder = JSONDecoder()
        var generator = SeededGenerator(seed: 11)
        for sound in messages(40, settings(brokenShare: 0)) {
            let entropy = generator.next()
            let broken = kind.broken(sound, entropy: entropy)
            #expect(broken == kind.broken(sound, entropy: entropy))
            #expect(broken != sound)
            #expect(
                String(validating: broken, as: UTF8.self) == nil
                    || ![.badUTF8, .overlongUTF8, .cutCharacter].contains(kind))
            let object = try? JSONSerialization.jsonObject(with: Data(broken), options: .fragmentsAllowed)
            switch kind.expectedReason {
            case .invalidJSON:
                // Foundation puts up with two faults that RFC 8259 doesn't.
                let text = String(decoding: broken, as: UTF8.self)
                let isTolerated = text.hasPrefix("\u{FEFF}") || text.hasSuffix(", }")
                #expect(isTolerated == [.byteOrderMark, .trailingComma].contains(kind))
                #expect(object == nil || isTolerated)
            case .invalidUTF8:
                #expect(object == nil)
            case .notAnObject:
                #expect(object != nil && !(object is [String: Any]))
            case .duplicateKey:
                let text = String(decoding: broken, as: UTF8.self)
                #expect(keys.count { text.components(separatedBy: "\"\($0)\": ").count == 3 } == 1)
            case .missingField:
                let fields = try #require(object as? [String: Any])
                #expect(fields.count == 7 && Set(fields.keys).isSubset(of: keys))
            case .textTooLong:
                let message = try decoder.decode(ParsedMessage.self, from: Data(broken))
                let texts = [
                    message.transaction_id, message.user_id, message.city, message.category, message.payment_method,
                ]
                #expect(texts.count { $0.utf8.count > 256 } == 1)
            case .wrongType, .invalidAmount:
                #expect((object as? [String: Any])?.count == 8)
                #expect(throws: DecodingError.self) {
                    try decoder.decode(ParsedMessage.self, from: Data(broken))
                }
            case .amountTooPrecise, .amountOutOfRange, .quantityOutOfRange:
                try checkNumbers(decoder.decode(ParsedMessage.self, from: Data(broken)), kind)
            case .invalidTimestamp, .timestampOutOfRange, .timestampInFuture:
                try checkTime(decoder.decode(ParsedMessage.self, from: Data(broken)), kind)
            case .tombstone, .wrongCurrency:
                Issue.record("a simulator makes no tombstones, and its messages name no currency")
            }
        }
    }

    private func checkNumbers(_ message: ParsedMessage, _ kind: BrokenMessage) throws {
        let largest = try #require(Decimal(string: "9999999999.99"))
        let isAmountInRange = message.amount > 0 && message.amount <= largest
        switch kind.expectedReason {
        case .amountTooPrecise:
            var rounded = Decimal()
            var amount = message.amount
            unsafe NSDecimalRound(&rounded, &amount, 2, .down)
            #expect(isAmountInRange && rounded != amount)
        case .amountOutOfRange: #expect(!isAmountInRange)
        default: #expect(isAmountInRange && !(1...Int(Int32.max)).contains(message.quantity))
        }
    }

    private func checkTime(_ message: ParsedMessage, _ kind: BrokenMessage) throws {
        guard kind.expectedReason != .invalidTimestamp else {
            // Foundation takes a thirtieth of February for the first or second of March.
            #expect((try? Date(message.timestamp, strategy: .iso8601))?.formatted(.iso8601) != message.timestamp)
            return
        }
        let seconds = try Date(message.timestamp, strategy: .iso8601).timeIntervalSince1970
        let isInRange = seconds >= 0 && seconds < 7_258_118_400
        #expect(isInRange == (kind == .futureTimestamp))
        if kind == .futureTimestamp { #expect(seconds > Date.now.timeIntervalSince1970 + 86_400 * 365) }
    }
}
