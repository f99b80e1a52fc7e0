import Foundation
import Glibc

/// A headless Chromium, spoken to in the WebDriver protocol (W3C).
final class Browser {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    private static let driverPath = "/usr/bin/chromedriver"

    /// Whether there is a browser to test with.
    static var isAvailable: Bool {
        let files = FileManager.default
        return files.isExecutableFile(atPath: driverPath) && files.isExecutableFile(atPath: "/usr/bin/chromium")
    }

    private let driver: Process
    private let folder: URL
    private let port: UInt16
    private var session = "/session"

    /// Starts a browser with a window of the given size.
    init(width: Int = 1280, height: Int = 900, language: String = "en-US") throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "souk-browser-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        (driver, port) = try Self.startDriver(folder)
        let arguments = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=\(language)",
            "--window-size=\(width),\(height)", "--user-data-dir=\(folder.path())/profile",
        ]
        let capabilities: [String: Any] = [
            "browserName": "chrome", "goog:chromeOptions": ["args": arguments], "goog:loggingPrefs": ["browser": "ALL"],
            "timeouts": ["script": 30_000],
        ]
        let answer = try send("POST", "", ["capabilities": ["alwaysMatch": capabilities]]) as? [String: Any]
        guard let id = answer?["sessionId"] as? String else { throw Failure(description: "no session") }
        session += "/" + id
    }

    /// Ends the browser, then its driver.
    deinit {
        if driver.isRunning {
            _ = try? send("DELETE", "", nil)
            // The driver inherits the blocked signals of the thread that started it; only this one gets through.
            kill(driver.processIdentifier, SIGKILL)
            driver.waitUntilExit()
        }
        try? FileManager.default.removeItem(at: folder)
    }

    /// Opens a page and waits until it is loaded.
    func open(_ address: String) throws {
        _ = try send("POST", "/url", ["url": address])
    }

    /// Runs a script that returns a value.
    @discardableResult
    func run(_ script: String) throws -> Any {
        try send("POST", "/execute/sync", ["script": script, "args": [Any]()])
    }

    /// Runs a script that calls `done` with its value.
    @discardableResult
    func runAsync(_ script: String) throws -> Any {
        let wrapped = "const done = arguments[arguments.length - 1]; \(script)"
        return try send("POST", "/execute/async", ["script": wrapped, "args": [Any]()])
    }

    /// Waits until a condition, an expression of JavaScript, holds.
    func wait(until condition: String) throws {
        try runAsync("const look = () => (\(condition)) ? done(true) : setTimeout(look, 20); look();")
    }

    /// Sets what the page sees as the wishes of its reader.
    func emulate(width: Int, height: Int, scheme: String) throws {
        try command(
            "Emulation.setDeviceMetricsOverride",
            ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600])
        try command(
            "Emulation.setEmulatedMedia",
            [
                "features": [
                    ["name": "prefers-color-scheme", "value": scheme],
                    ["name": "prefers-reduced-motion", "value": "reduce"],
                ]
            ])
    }

    /// What the page wrote to the console since the last time, warnings and errors only.
    func complaints() throws -> [String] {
        let entries = try send("POST", "/se/log", ["type": "browser"]) as? [[String: Any]] ?? []
        return entries.filter { $0["level"] as? String != "INFO" }.compactMap { $0["message"] as? String }
    }

    private func command(_ name: String, _ parameters: [String: Any]) throws {
        _ = try send("POST", "/goog/cdp/execute", ["cmd": name, "params": parameters])
    }

    private func send(_ method: String, _ path: String, _ body: [String: Any]?) throws -> Any {
        let client = try TestClient(port: port, patienceSeconds: 60)
        let data = try body.map { try JSONSerialization.data(withJSONObject: $0) } ?? Data()
        try client.request(
            session + path, method: method, headers: ["Content-Type": "application/json"], body: Array(data))
        guard let value = try client.response().object()["value"] else {
            throw Failure(description: "no value from the driver")
        }
        if let error = value as? [String: Any], let kind = error["error"] as? String {
            throw Failure(description: "\(kind): \(error["message"] ?? "")")
        }
        return value
    }

    /// Starts the driver on a free port. It takes one for IPv6 and then wants the same for IPv4; if that one is taken it ends,
    /// and gets another chance.
    private static func startDriver(_ folder: URL) throws -> (Process, UInt16) {
        var text = ""
        for _ in 0..<5 {
            let driver = Process()
            let output = Pipe()
            driver.executableURL = URL(filePath: driverPath)
            driver.arguments = ["--port=0"]
            driver.environment = ProcessInfo.processInfo.environment.merging(["TMPDIR": folder.path()]) { $1 }
            driver.standardOutput = output
            driver.standardError = FileHandle.nullDevice
            try driver.run()
            text = ""
            if let port = port(in: output.fileHandleForReading, reading: &text) { return (driver, port) }
            driver.waitUntilExit()
        }
        throw Failure(description: "chromedriver ended: \(text)")
    }

    /// The driver says on which port it listens; nil if it ends instead.
    private static func port(in output: FileHandle, reading text: inout String) -> UInt16? {
        while true {
            let data = output.availableData
            guard !data.isEmpty else { return nil }
            text += String(decoding: data, as: UTF8.self)
            if let match = text.firstMatch(of: /started successfully on port (\d+)/), let port = UInt16(match.1) {
                return port
            }
        }
    }
}
