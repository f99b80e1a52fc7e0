import Foundation

/// Python with pyarrow, which reads and writes the same Parquet files with exact decimals and none of Souk's or DuckDB's code.
enum PythonOracle {
    private static let interpreter = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: ".deps/venv/bin/python").path

    static var isAvailable: Bool {
        FileManager.default.isExecutableFile(atPath: interpreter)
    }

    struct Failure: Error {
        var output: String
    }

    /// Runs a program and gives what it prints.
    @discardableResult
    static func run(_ program: String, arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: interpreter)
        process.arguments = ["-c", program] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let text = String(decoding: data, as: UTF8.self)
        guard process.terminationStatus == 0 else { throw Failure(output: text) }
        return text
    }

    /// Writes `sales-0.parquet`, `sales-1.parquet` and `rejected.parquet` into the directory of its first argument, in the form
    /// that the lake has: moments adjusted to UTC, decimals as integers, dictionaries for repeated texts.
    static let writeSales = """
        import random, sys, datetime, decimal
        import pyarrow as pa, pyarrow.parquet as pq
        random.seed(7)
        epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
        schema = pa.schema([("transaction_id", pa.string()), ("user_id", pa.string()), ("city", pa.string()),
            ("category", pa.string()), ("amount", pa.decimal128(12, 2)), ("quantity", pa.int32()),
            ("payment_method", pa.string()), ("timestamp", pa.timestamp("us", tz="UTC")),
            ("_partition", pa.int32()), ("_offset", pa.int64())])
        cities = ["Casablanca", "Fès", "a|b", "\\U0001F1F2\\U0001F1E6", "'\\"<b>", "مراكش"]
        for part in range(2):
            rows = []
            for i in range(2000):
                at = 1710036000000000 + random.randrange(-10**11, 10**11)
                rows.append((f"t{part}-{i}", f"u{random.randrange(300)}", random.choice(cities),
                    random.choice("ABCDE"), decimal.Decimal(random.randrange(1, 250000)) / 100, random.randrange(1, 20),
                    random.choice(["card", "cash"]), epoch + datetime.timedelta(microseconds=at), part, i))
            table = pa.Table.from_arrays([pa.array(c, f.type) for c, f in zip(zip(*rows), schema)], schema=schema)
            pq.write_table(table, f"{sys.argv[1]}/sales-{part}.parquet", store_decimal_as_integer=True)
        rejected = pa.table({"_partition": pa.array([0] * 5, pa.int32()), "_offset": pa.array(range(5), pa.int64()),
            "reason": ["x", "y", "x", "z", "x"], "detail": [""] * 5, "payload": pa.array([b"\\xff"] * 5, pa.binary()),
            "rejected_at": pa.array([epoch] * 5, pa.timestamp("us", tz="UTC"))})
        pq.write_table(rejected, f"{sys.argv[1]}/rejected.parquet")
        """

    /// Compares the JSON report of its second argument with the files in the directory of its first; the third is the moment
    /// (in microseconds) at which the time zone falls from one hour ahead of UTC to none.
    static let checkReport = """
        import sys, json, glob, collections, datetime
        from decimal import Decimal, ROUND_HALF_UP
        import pyarrow.parquet as pq
        epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
        rows = [r for f in sorted(glob.glob(sys.argv[1] + "/sales-*.parquet")) for r in pq.read_table(f).to_pylist()]
        report = json.load(open(sys.argv[2]), parse_float=str)
        cent = Decimal("0.01")
        money = lambda d: str(d.quantize(cent, ROUND_HALF_UP))
        total = sum(r["amount"] for r in rows)
        micros = lambda t: (t - epoch) // datetime.timedelta(microseconds=1)
        def iso(t):
            ahead = micros(t) < int(sys.argv[3])
            t = t + datetime.timedelta(hours=1 if ahead else 0)
            text = t.strftime("%Y-%m-%dT%H:%M:%S")
            fraction = f"{t.microsecond:06}".removesuffix("000")
            return text + (f".{fraction}" if t.microsecond else "") + ("+01:00" if ahead else "+00:00")
        def totals(rs):
            s = sum(r["amount"] for r in rs)
            return {"total_revenue": money(s), "transaction_count": len(rs), "avg_basket": money(s / len(rs)),
                "articles": sum(r["quantity"] for r in rs), "revenue_share": money(s * 100 / total)}
        def by(key, rs):
            groups = collections.defaultdict(list)
            for r in rs: groups[r[key]].append(r)
            return sorted(groups.items(), key=lambda g: (-sum(r["amount"] for r in g[1]), g[0].encode()))
        def sale(r):
            keys = ["transaction_id", "user_id", "city", "category", "amount", "quantity", "payment_method", "timestamp"]
            return {k: money(r[k]) if k == "amount" else iso(r[k]) if k == "timestamp" else r[k] for k in keys}
        ordered = sorted(rows, key=lambda r: (-r["amount"], r["timestamp"], r["transaction_id"].encode()))
        large = [r for r in ordered if r["amount"] > 1000]
        hours = collections.defaultdict(list)
        for r in rows:
            at = micros(r["timestamp"])
            hours[((at // 1000000 + (3600 if at < int(sys.argv[3]) else 0)) // 3600) % 24].append(r)
        days = collections.defaultdict(list)
        for r in rows:
            at = micros(r["timestamp"])
            days[(at // 1000000 + (3600 if at < int(sys.argv[3]) else 0)) // 86400].append(r)
        leading = lambda key: {key: by(key, rows)[0][0],
            **{k: v for k, v in totals(by(key, rows)[0][1]).items() if k in ("total_revenue", "revenue_share")}}
        profile = [{"hour": h, "transaction_count": len(hours[h]),
            "total_revenue": money(sum((r["amount"] for r in hours[h]), Decimal(0)))} for h in range(24)]
        expected = {
            "period": {"first": iso(min(r["timestamp"] for r in rows)), "last": iso(max(r["timestamp"] for r in rows))},
            "totals": {"transactions": len(rows), "total_revenue": money(total), "avg_amount": money(total / len(rows)),
                "min_amount": money(min(r["amount"] for r in rows)), "max_amount": money(max(r["amount"] for r in rows)),
                "articles": sum(r["quantity"] for r in rows), "unique_users": len({r["user_id"] for r in rows}),
                "avg_quantity": money(Decimal(sum(r["quantity"] for r in rows)) / len(rows)),
                "categories": len({r["category"] for r in rows}), "cities": len({r["city"] for r in rows}),
                "transactions_per_day": money(Decimal(len(rows)) / (max(days) - min(days) + 1))},
            "leading_category": leading("category"), "leading_city": leading("city"),
            "days": [{"date": (epoch + datetime.timedelta(days=d)).strftime("%Y-%m-%d"),
                **{k: v for k, v in totals(rs).items() if k != "revenue_share"}} for d, rs in sorted(days.items())],
            "categories": [{"category": k, **totals(g)} for k, g in by("category", rows)],
            "cities": [{"city": k, **totals(g), "top_category": by("category", g)[0][0]} for k, g in by("city", rows)],
            "payment_methods": [{"payment_method": k, **totals(g)} for k, g in by("payment_method", rows)],
            "top_customers": [{"user_id": k, "transaction_count": len(g),
                "total_revenue": money(sum(r["amount"] for r in g))} for k, g in by("user_id", rows)[:10]],
            "top_transactions": [sale(r) for r in ordered[:10]],
            "large_transactions": {"threshold": "1000.00", "transaction_count": len(large),
                "total_revenue": money(sum(r["amount"] for r in large)), "largest": [sale(r) for r in large[:20]]},
            "peak_hour": max(profile, key=lambda h: (h["transaction_count"], -h["hour"])),
            "hours": profile,
            "rejected": {"messages": 5, "reasons": [{"reason": "x", "messages": 3}, {"reason": "y", "messages": 1},
                {"reason": "z", "messages": 1}]},
            "generated_at": "2024-05-01T12:00:00+00:00", "currency": "MAD", "time_zone": "Africa/Casablanca",
        }
        for key in sorted(set(expected) | set(report)):
            if expected.get(key) != report.get(key):
                print(key, "should be", expected.get(key), "and is", report.get(key))
                break
        else:
            print("equal")
        """
}
