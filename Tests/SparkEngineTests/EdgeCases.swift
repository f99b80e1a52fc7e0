/// Messages at the edges of the acceptance rules, made by hand.
enum EdgeCases {
    /// A sale whose values are given as they stand in the message.
    static func sale(
        city: String = "\"F\u{E8}s\"", amount: String = "12.50", quantity: String = "2",
        timestamp: String = "\"2025-11-02T03:04:05.123456Z\"", last: String = ""
    ) -> String {
        "{\"transaction_id\": \"t-1\", \"user_id\": \"user_1\", \"city\": \(city), \"category\": \"Books\", "
            + "\"amount\": \(amount), \"quantity\": \(quantity), \"payment_method\": \"Cash\", "
            + "\"timestamp\": \(timestamp)\(last)}"
    }

    static let messages =
        (texts.map { Array($0.utf8) }) + [
            [0xFF], Array(sale(city: "\"X\"").utf8).map { $0 == 0x58 ? 0xFF : $0 },
            [0xEF, 0xBB, 0xBF] + Array(sale().utf8), [1] + Array(sale().utf8), Array("\u{1}a\u{1}".utf8),
        ]

    private static let texts =
        [
            sale(), "", " ", "{}", "[]", "null", "\"sale\"", "{\"a\":1,}", "\n\(sale())\r\n", sale() + "x",
            sale() + sale(),
        ]
        + amounts.map { sale(amount: $0) } + quantities.map { sale(quantity: $0) }
        + timestamps.map { sale(timestamp: $0) } + cities.map { sale(city: $0) } + endings.map { sale(last: $0) }

    private static let amounts = [
        "0", "0.00", "-1", "-1.999", "1e2", "1E+2", "100e-2", "0.1e-1", "1.10", "1.100", "1.001", "\"1.5\"", "\"1,5\"",
        "\" 1\"", "\"\\u0031\"", "\"\"", "\"-0\"", "-0", "9999999999.99", "10000000000", "1e-400", "1e400",
        "0e99999999999999999999", "1e99999999999999999999", "1e-99999999999999999999", "01", "1.", ".5", "+1", "NaN",
        "Infinity", "\"NaN\"", "0x10", "1_000", "true", "null", "{}", "[1]", "1e", "1.5.5",
        "1" + String(repeating: "0", count: 5_000) + "e-5000", "0." + String(repeating: "0", count: 3_000) + "1e3001",
        "12.50" + String(repeating: "0", count: 2_000),
    ]

    private static let quantities = [
        "0", "1", "-1", "2147483647", "2147483648", "9999999999", "99999999999999999999", "1.0", "1e0", "\"1\"", "null",
        "-0", "00", "1.5",
    ]

    private static let timestamps = [
        "0", "-0", "-1", "1767225600000", "7289654399999", "7289654400000", "999999999999999", "9999999999999999",
        "1.5",
        "1e3", "null", "true", "99999999999", "100000000000", "99999999999999", "100000000000000", "99999999999999999",
        "100000000000000000", "1767225600", "1767225600123456", "1767225600123456789", "7289654399", "7289654400",
        "7289654399999999999", "7289654400000000000", "9999999999999999999", "10000000000000000000",
        "\"2025-11-02 03:04:05 UTC\"", "\"2025-11-02 03:04:05UTC\"", "\"2025-11-02 03:04:05 utc\"",
        "\"2025-11-02 03:04:05 +0100\"", "\"2025-11-02 03:04:05.25 -04\"", "\"2025-11-02 03:04 -04:00\"",
        "\"2025-11-02 03:04:05  UTC\"", "\"2025-11-02 \"", "\"2025-11-02Z\"", "\"2025-11-31\"",
        "\"2025-11-02 03:04:05 \"",
        "\"2025-11-02\"", "\"2025-11-02T03:04\"", "\"2025-11-02 03:04:05\"",
        "\"2025-11-02t03:04z\"",
        "\"2025-11-02T03:04:05,5Z\"", "\"2025-11-02T03:04:05.123456789Z\"", "\"2025-11-02T03:04:05.1234567890Z\"",
        "\"2025-11-02T03:04:05.Z\"", "\"2025-11-02T03:04:05+01\"", "\"2025-11-02T03:04:05+0130\"",
        "\"2025-11-02T03:04:05-18:00\"", "\"2025-11-02T03:04:05+18:01\"", "\"2025-11-02T03:04:05+19:00\"",
        "\"2025-11-02T03:04:60Z\"", "\"2025-11-02T24:00:00Z\"", "\"2025-02-29T03:04:05Z\"", "\"2024-02-29T03:04:05Z\"",
        "\"0000-02-29T03:04:05Z\"", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59Z\"", "\"2025-13-01T00:00:00Z\"",
        "\"1969-12-31T23:59:59.999999Z\"", "\"1970-01-01T00:00:00+00:01\"", "\"2200-12-31T23:59:59.999999Z\"",
        "\"2026-01-01T00:05:00Z\"", "\"2026-01-01T00:05:00.000001Z\"", "\"2025-11-02T03:04:05Z \"", "\"now\"",
        "\"2025-11-02T03:04:05 Europe/Paris\"", "\"\\u0032025-11-02T03:04:05Z\"",
    ]

    private static let cities = [
        "\"\"", "\"a\\nb\"", "\"a\nb\"", "\"\\x41\"", "\"\\u00e8\"", "\"\\ud83d\\ude00\"", "\"\\ud83d\"",
        "\"\\ude00\\ud83d\"",
        "\"\\\\ud83d\"", "\"\\u0000\"", "\"\u{7F}\"", "\"" + String(repeating: "b", count: 256) + "\"",
        "\"" + String(repeating: "b", count: 257) + "\"", "\"" + String(repeating: "\u{E8}", count: 128) + "\"",
        "\"" + String(repeating: "\u{E8}", count: 129) + "\"", "\"" + String(repeating: "\\u0062", count: 256) + "\"",
        "'Rabat'", "12", "null", "{\"a\": [\"}\"]}", "\"" + String(repeating: "long ", count: 100_000) + "\"",
    ]

    private static let endings = [
        ",", ", \"city\": \"Rabat\"", ", \"note\": 1", ", \"note\": 1, \"note\": 2", ", \"note\": 1, \"\\u006eote\": 2",
        ", \"note\": {\"city\": 1, \"city\": 2}", ", \"note\": [1 2]", ", \"note\": {\"a\" 1}", ", \"note\": [}",
        ", \"c\"", ", \"currency\": \"MAD\"", ", \"currency\" : null ", ", \"currency\": \"mad\"",
        ", \"currency\": \"EUR\"",
        ", \"currency\": 1", ", \"currency\": \"\"", ", \"currency\": \"MAD\", \"currency\": \"MAD\"",
        ", \"currency\": \"MAD\", \"city\": \"Rabat\"", ", \"curr\\u0065ncy\": \"M\\u0041D\"",
        ", \"currency\": \"MAD\", \"note\": \"currency\"",
        ", \"note\": {\"a\": [], \"b\": {}, \"c\": [[], {}]}", " /* sold */", ", \"City\": 1",
        ", \"deep\": " + String(repeating: "[", count: 127) + String(repeating: "]", count: 127),
        ", \"deep\": " + String(repeating: "[", count: 128) + String(repeating: "]", count: 128),
        ", \"deep\": " + String(repeating: "{\"a\":", count: 127) + "1" + String(repeating: "}", count: 127),
        ", \"deep\": " + String(repeating: "[", count: 1_000) + String(repeating: "]", count: 1_000),
        ", \"many\": [" + String(repeating: "1, ", count: 50_000) + "1]",
    ]
}
