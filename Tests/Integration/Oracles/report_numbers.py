"""Recomputes the report's figures from the transactions with DuckDB, and compares them with `souk report --format json`.

Usage: report_numbers.py LAKE REPORT.json
Prints one line per difference, and `equal` if there is none.
"""
import json
import sys
from decimal import Decimal, ROUND_HALF_UP
from zoneinfo import ZoneInfo
from datetime import datetime, timezone

import duckdb
from deltalake import DeltaTable

lake, report_path = sys.argv[1:3]
report = json.load(open(report_path), parse_float=Decimal, parse_int=Decimal)
files = DeltaTable(f"{lake}/transactions").file_uris()
database = duckdb.connect()
database.execute("SET TimeZone = 'UTC'")
names = ", ".join("'" + name.replace("'", "''") + "'" for name in files)
database.execute(f"CREATE VIEW t AS SELECT * FROM read_parquet([{names}])")
rows = database.execute
differences = []


def average(total, count):
    return (Decimal(total) / Decimal(count)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def same(what, ours, theirs):
    if ours != theirs:
        differences.append(f"{what}: the report says {ours}, DuckDB says {theirs}")


# REPORT CHECKS
print("\n".join(differences) or "equal")
