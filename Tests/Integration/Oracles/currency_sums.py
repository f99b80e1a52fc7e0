"""Adds a lake's amounts and windows up with PyArrow over the files that delta-rs names.

Usage: currency_sums.py LAKE
Prints JSON: the remembered currency, the types of the amounts, the sum of all transactions and that of all windows of `all`, as text.
"""
import json
import sys

import pyarrow.compute as pc
from deltalake import DeltaTable

transactions, windows = (DeltaTable(f"{sys.argv[1]}/{name}") for name in ("transactions", "windows"))
sales, results = transactions.to_pyarrow_table(), windows.to_pyarrow_table()
of_all = results.filter(pc.equal(results["dimension"], "all"))
print(
    json.dumps(
        {
            "currency": [table.metadata().configuration.get("souk.currency") for table in (transactions, windows)],
            "types": [str(sales.schema.field("amount").type), str(results.schema.field("total_revenue").type)],
            "transactions": str(pc.sum(sales["amount"]).as_py()),
            "windows": str(pc.sum(of_all["total_revenue"]).as_py()),
        }
    )
)
