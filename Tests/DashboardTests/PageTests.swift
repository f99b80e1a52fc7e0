import Foundation
import Live
import Testing

@testable import Dashboard

/// The page in a real browser.
@Suite(
    .serialized, .timeLimit(.minutes(5)),
    .enabled(if: Browser.isAvailable, "/usr/bin/chromium and /usr/bin/chromedriver are needed"))
struct PageTests {
    private static func server(_ hub: Hub, listen: String = "127.0.0.1:0") throws -> DashboardServer {
        try DashboardServer.start(
            hub: hub, settings: DashboardSettings(listen: listen, version: "1.2.3", clock: FixedClock()))
    }

    private static func withBrowser(
        width: Int = 1280, height: Int = 900, scheme: String = "light", _ body: (Browser) throws -> Void
    ) throws {
        let browser = try Browser()
        try browser.emulate(width: width, height: height, scheme: scheme)
        try body(browser)
    }

    private static func text(_ browser: Browser, _ id: String) throws -> String {
        try browser.run("return document.getElementById('\(id)').textContent") as? String ?? ""
    }

    @Test func `the page shows the market, follows it, and complains of nothing`() throws {
        let hub = Hub()
        hub.publish(Fixtures.market())
        let server = try Self.server(hub)
        defer { server.stop() }
        try Self.withBrowser { browser in
            try browser.open(server.url)
            try browser.wait(until: "document.getElementById('revenue').textContent === '1,234.50'")
            #expect(try Self.text(browser, "transactions") == "7")
            #expect(try Self.text(browser, "customers-note") == "estimated, ±0.81%")
            #expect(try Self.text(browser, "basket") == "176.36")
            #expect(try Self.text(browser, "status-text") == "Live")
            let top = try Self.text(browser, "top")
            #expect(top.contains("900.10") && top.contains("Fès \"médina\" · customer U0"))
            #expect(top.contains("abcdef10…") && top.contains("1 article") && top.contains("3 articles"))
            #expect(try Self.text(browser, "top-note") == "3 sales above 1,000.00\u{A0}MAD")
            let cities = try browser.run(
                "return [...document.querySelectorAll('#cities tr:not([hidden])')].map((row) => row.innerText)")
            let first = try #require((cities as? [String])?.first)
            for expected in ["Fès \"médina\"", "Livres", "5", "200.00", "1,000.01"] {
                #expect(first.contains(expected), "missing \(expected) in \(first)")
            }
            #expect((cities as? [String])?.count == 3)
            #expect(try Self.text(browser, "categories-table").contains("4 sales"))
            #expect(try Self.text(browser, "hours-title") == "Today, hour by hour")
            #expect(try Self.text(browser, "hours-note") == "Peak hour 09:00–09:59, 6 sales")
            // Newcomers to the list are shown a moment after the figures.
            try browser.wait(until: "document.querySelector('#latest td').textContent !== ''")
            let latest = try browser.run("return document.querySelector('#latest tr:nth-child(3)').innerText")
            #expect(
                (latest as? String)?.contains("abcdef10…") == true && (latest as? String)?.contains("\t3\t") == true)
            // Casablanca is an hour ahead of UTC, except in Ramadan, which 1 March 2026 lies in.
            try browser.wait(until: "document.querySelector('#latest td').textContent.includes('09:30')")
            let pipeline =
                try browser.run("return document.querySelector('.pipeline').innerText") as? String ?? ""
            for expected in ["13/s", "1 s ago", "Not JSON", "adds up"] {
                #expect(pipeline.contains(expected), "missing \(expected) in \(pipeline)")
            }
            hub.publish(Fixtures.market(revenue: 9_876_543_210))
            try browser.wait(until: "document.getElementById('revenue').textContent === '98,765,432.10'")
            let requests = try browser.run(
                "return performance.getEntriesByType('resource').map((entry) => new URL(entry.name).host)")
            let hosts = Set((requests as? [String]) ?? [])
            #expect(hosts == [server.address], "no request to any other host")
            #expect(try browser.complaints() == [])
        }
    }

    @Test func `a hostile name is text and nothing else`() throws {
        let hub = Hub()
        let name = "<img src=x onerror=alert(1)><script>alert(2)</script>\u{2028}\"'</td>"
        hub.publish(Fixtures.market(city: name))
        let server = try Self.server(hub)
        defer { server.stop() }
        try Self.withBrowser { browser in
            try browser.open(server.url)
            try browser.wait(until: "document.getElementById('latest').textContent.includes('onerror')")
            let injected = try browser.run("return document.querySelectorAll('main img, main script').length")
            #expect(injected as? Int == 0)
            let label = try browser.run("return document.querySelector('#cities b').textContent") as? String
            #expect(label == name)
            #expect(try browser.complaints() == [])
        }
    }

    @Test func `the page comes back after the server does`() throws {
        let hub = Hub()
        hub.publish(Fixtures.market())
        let first = try Self.server(hub)
        try Self.withBrowser { browser in
            try browser.open(first.url)
            try browser.wait(until: "document.getElementById('revenue').textContent === '1,234.50'")
            first.stop()
            try browser.wait(until: "!document.getElementById('banner').hidden")
            #expect(try Self.text(browser, "status-text") == "Offline")
            hub.publish(Fixtures.market(revenue: 777_700))
            let second = try Self.server(hub, listen: first.address)
            defer { second.stop() }
            try browser.wait(until: "document.getElementById('revenue').textContent === '7,777.00'")
            try browser.wait(until: "document.getElementById('banner').hidden")
            #expect(try Self.text(browser, "status-text") == "Live")
        }
    }

    @Test func `what the pipeline waits for stands above the figures as long as it waits`() throws {
        let hub = Hub()
        hub.publish(Fixtures.market())
        let server = try Self.server(hub)
        defer { server.stop() }
        try Self.withBrowser(width: 390) { browser in
            try browser.open(server.url)
            try browser.wait(until: "document.getElementById('revenue').textContent === '1,234.50'")
            #expect(try browser.run("return document.getElementById('trouble').hidden") as? Bool == true)
            #expect(try browser.run("return document.getElementById('lost').hidden") as? Bool == true)
            var market = Fixtures.market()
            market.pipeline.phase = .waiting
            market.pipeline.lost = 1_234
            let place = "hdfs://namenode.example:8020/" + String(repeating: "long", count: 40)
            market.pipeline.message = "reading \(place): connection refused. Waiting since 12:00:00."
            hub.publish(market)
            try browser.wait(until: "!document.getElementById('trouble').hidden")
            let text = try Self.text(browser, "trouble")
            #expect(text == "Waiting: reading \(place): connection refused. Waiting since 12:00:00.")
            #expect(try Self.text(browser, "status-text") == "Waiting")
            try browser.wait(until: "!document.getElementById('lost').hidden")
            #expect(try Self.text(browser, "lost").contains("retention removed 1,234 offsets"))
            let isWide = try browser.run("return document.documentElement.scrollWidth > window.innerWidth")
            #expect(isWide as? Bool == false)
            hub.publish(Fixtures.market())
            try browser.wait(until: "document.getElementById('trouble').hidden")
            #expect(try browser.complaints() == [])
        }
    }

    @Test(arguments: [(390, "light"), (390, "dark"), (820, "light"), (1440, "dark"), (2560, "light")])
    func `an empty market is shown calmly at any width`(width: Int, scheme: String) throws {
        let hub = Hub()
        let server = try Self.server(hub)
        defer { server.stop() }
        try Self.withBrowser(width: width, scheme: scheme) { browser in
            try browser.open(server.url + "?lang=fr")
            try browser.wait(until: "document.getElementById('revenue').textContent === '0,00'")
            #expect(try browser.run("return document.documentElement.lang") as? String == "fr")
            let text = try browser.run("return document.body.innerText") as? String ?? ""
            for word in ["NaN", "undefined", "null", "Infinity", "Invalid"] {
                #expect(!text.contains(word))
            }
            #expect(text.contains("Pas encore de vente"))
            hub.publish(Fixtures.market())
            try browser.wait(until: "document.getElementById('transactions').textContent === '7'")
            let overflow = try browser.run("return document.documentElement.scrollWidth > innerWidth") as? Bool
            #expect(overflow == false)
            let shift = try browser.runAsync(
                """
                let sum = 0;
                const add = (list) => { for (const entry of list.getEntries()) sum += entry.value; };
                new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
                setTimeout(() => done(sum), 300);
                """)
            #expect((shift as? NSNumber)?.doubleValue ?? 1 < 0.02, "nothing on the page moves when figures come")
            #expect(try browser.complaints() == [])
        }
    }

    @Test func `the theme follows the system, then the button, and is remembered`() throws {
        let hub = Hub()
        let server = try Self.server(hub)
        defer { server.stop() }
        try Self.withBrowser(scheme: "dark") { browser in
            let colour = "return getComputedStyle(document.body).backgroundColor"
            try browser.open(server.url)
            let dark = try browser.run(colour) as? String
            try browser.run("document.getElementById('theme').click()")
            let light = try browser.run(colour) as? String
            #expect(dark == "rgb(16, 20, 24)" && light == "rgb(246, 243, 236)")
            try browser.open(server.url)
            #expect(try browser.run(colour) as? String == light)
            let pressed = try browser.run("return document.getElementById('theme').getAttribute('aria-pressed')")
            #expect(pressed as? String == "false")
        }
    }

    @Test func `everything that can be operated or seen has a name`() throws {
        let hub = Hub()
        hub.publish(Fixtures.market())
        let server = try Self.server(hub)
        defer { server.stop() }
        try Self.withBrowser { browser in
            try browser.open(server.url)
            try browser.wait(until: "document.getElementById('categories-table').rows.length === 2")
            let unnamed = try browser.run(
                """
                const name = (element) => element.getAttribute("aria-label") || element.textContent.trim() ||
                  document.getElementById(element.getAttribute("aria-labelledby") ?? "")?.textContent;
                return [...document.querySelectorAll("button, a, section, canvas, [role=region]")]
                  .filter((element) => !name(element)).map((element) => element.outerHTML);
                """)
            #expect((unnamed as? [String])?.isEmpty == true)
            let table = try Self.text(browser, "categories-table")
            #expect(table.contains("Mode") && table.contains("1,000.00"))
        }
    }
}
