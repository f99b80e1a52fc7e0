/// What a verification found.
public struct VerificationResult: Sendable, Equatable {
    /// One question that was asked of the lake, and the answer.
    public struct Check: Sendable, Equatable {
        /// The question's stable name: `offsets_contiguous`.
        public var name: String
        /// Whether the lake is right.
        public var passed: Bool
        /// What was counted and compared, in words.
        public var detail: String
        /// Some of the faults, the first ones in the order of the data.
        public var examples: [String] = []

        /// A question and its answer; other auditors add their own.
        public init(name: String, passed: Bool, detail: String, examples: [String] = []) {
            self.name = name
            self.passed = passed
            self.detail = detail
            self.examples = examples
        }
    }

    /// All questions in the order in which they were asked.
    public var checks: [Check]

    /// A result of the given checks.
    public init(checks: [Check]) {
        self.checks = checks
    }

    /// Whether the lake is right in every respect.
    public var passed: Bool {
        checks.allSatisfy(\.passed)
    }

    /// The result for people, one line a check and its examples below.
    public var text: String {
        var text = ""
        for check in checks {
            text += "\(check.passed ? "ok  " : "FAIL") \(check.name): \(DisplayText.harmless(check.detail))\n"
            for example in check.examples {
                text += "       \(DisplayText.harmless(example))\n"
            }
        }
        let failures = checks.count { !$0.passed }
        return text + (failures == 0 ? "The lake is right.\n" : "\(failures) of \(checks.count) checks failed.\n")
    }

    /// The result for programs: `{"passed": true, "checks": [{"name": "…", "passed": true, "detail": "…", "examples": []}]}`.
    public var json: String {
        let checks = checks.map { check in
            JSONValue.object([
                "name": .string(check.name), "passed": .boolean(check.passed), "detail": .string(check.detail),
                "examples": .array(check.examples.map(JSONValue.string)),
            ])
        }
        return JSONValue.object(["passed": .boolean(passed), "checks": .array(checks)]).indented + "\n"
    }
}
