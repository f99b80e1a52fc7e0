import Foundation
import Testing

@testable import Marketplace

@Suite struct MessageTests {
    private let settings = SimulatorSettings(seed: 42, start: newYear)

    @Test func `the same seed makes the same bytes and another one others`() {
        let first = messages(2000, settings)
        #expect(messages(2000, settings) == first)
        #expect(messages(2000, SimulatorSettings(seed: 43, start: newYear)) != first)
    }

    @Test func `messages are the same one by one and in an arena`() {
        var simulator = MarketplaceSimulator(settings)
        var bytes: [UInt8] = []
        var hashes: [UInt64] = []
        for _ in 0..<500 { hashes.append(simulator.appendMessage(to: &bytes)) }
        var other = MarketplaceSimulator(settings)
        var arena = MessageArena()
        other.append(300, to: &arena)
        other.append(200, to: &arena)
        #expect(arena.bytes == bytes)
        #expect(arena.keyHashes == hashes)
        #expect(arena.ends.last == bytes.count)
        arena.removeAll()
        #expect(arena.count == 0)
    }

    @Test func `a message looks like the reference`() throws {
        let pattern = try Regex(
            #"""
            \{"transaction_id": "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", \#
            "user_id": "user_[0-9]{5}", "city": "[A-Z][a-z]+", "category": "[A-Z][A-Za-z& ]+", \#
            "amount": [0-9]+\.[0-9]{2}, "quantity": [1-5], "payment_method": "[A-Z][A-Za-z ]+", \#
            "timestamp": "2026-01-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z"\}
            """#)
        for message in messages(2000, settings).dropFirst(100) {
            let text = String(decoding: message, as: UTF8.self)
            #expect(text.wholeMatch(of: pattern) != nil, "\(text)")
        }
    }

    @Test func `an independent reader finds what was drawn`() throws {
        let sales = drawn(3000, settings)
        let read = try parsed(3000, settings)
        for (sale, message) in zip(sales, read) {
            #expect(message.city == Assortment.cities[sale.city].name)
            #expect(message.category == Assortment.categories[sale.category].name)
            #expect(message.payment_method == Assortment.paymentMethods[sale.paymentMethod].name)
            #expect(message.quantity == Int(Assortment.quantities[sale.quantityChoice].count))
            #expect(message.amount * 100 == Decimal(sale.amount))
            #expect(try message.microseconds == sale.timestamp)
            let digits = String(sale.customer)
            #expect(message.user_id == "user_" + String(repeating: "0", count: 5 - digits.count) + digits)
            let identifier = message.transaction_id.filter { $0 != "-" }
            #expect(UInt64(identifier.prefix(16), radix: 16) == sale.identifier.high)
            #expect(UInt64(identifier.suffix(16), radix: 16) == sale.identifier.low)
        }
    }

    @Test func `ids are unique`() {
        let sales = drawn(100_000, settings)
        #expect(Set(sales.map { [$0.identifier.high, $0.identifier.low] }).count == sales.count)
    }

    @Test func `customers' messages share a partition and partitions share the messages`() throws {
        var simulator = MarketplaceSimulator(settings)
        var arena = MessageArena()
        simulator.append(20_000, to: &arena)
        var counts = [Int](repeating: 0, count: 4)
        for index in 0..<arena.count {
            let message = String(decoding: arena.bytes[arena.range(at: index)], as: UTF8.self)
            let user = try #require(message.firstMatch(of: /user_[0-9]+/)).output
            #expect(PartitionKey.hash(ofUser: user.utf8) == arena.keyHashes[index])
            counts[Int(arena.partition(at: index, of: 4))] += 1
        }
        for count in counts { #expect((4000...6000).contains(count)) }
    }

    @Test func `the key's hash is FNV-1a`() {
        #expect(PartitionKey.hash(ofUser: "".utf8) == 0xCBF2_9CE4_8422_2325)
        #expect(PartitionKey.hash(ofUser: "a".utf8) == 0xAF63_DC4C_8601_EC8C)
        #expect(PartitionKey.hash(ofUser: "foobar".utf8) == 0x8594_4171_F739_67E8)
    }

    @Test func `more customers have longer numbers`() throws {
        var settings = settings
        settings.customers = 3_000_000
        let users = Set(try parsed(200, settings).map(\.user_id.count))
        #expect(users == ["user_1234567".count])
    }
}
