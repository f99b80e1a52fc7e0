"""Reads a lake with delta-rs and DuckDB and prints what is in it as JSON, so that two lakes can be compared.

Usage: lake_content.py LAKE
Prints: rows, offsets (contiguous and unique?), a digest of all transactions, of all final window rows and of all
rejections, and whether the windows equal the sums over the transactions, per category and minute, to the centime.
"""
import json
import sys

import duckdb
from deltalake import DeltaTable

lake = sys.argv[1]
database = duckdb.connect()
for table in ("transactions", "windows", "rejected"):
    delta = DeltaTable(f"{lake}/{table}")
    files = delta.file_uris()
    if files:
        names = ", ".join("'" + name.replace("'", "''") + "'" for name in files)
        database.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet([{names}])")
    else:
        columns = ", ".join(
            f'NULL::{"VARCHAR" if "string" in str(field.type) else "BIGINT"} AS "{field.name}"'
            for field in delta.schema().fields
        )
        database.execute(f"CREATE VIEW {table} AS SELECT {columns} WHERE false")


def one(sql):
    return database.execute(sql).fetchone()


result = {}
result["transactions"], result["windows"], result["rejected"] = (
    one(f"SELECT count(*) FROM {table}")[0] for table in ("transactions", "windows", "rejected")
)
offsets = """
    SELECT _partition, _offset FROM transactions UNION ALL SELECT _partition, _offset FROM rejected"""
result["offsets_unique_and_contiguous"] = bool(
    one(
        f"""SELECT coalesce(bool_and(n = d AND n = last - first + 1 AND first = 0), true) FROM (
              SELECT count(*) n, count(DISTINCT _offset) d, min(_offset) first, max(_offset) last
              FROM ({offsets}) GROUP BY _partition)"""
    )[0]
)
result["next_offsets"] = dict(
    database.execute(
        f"SELECT _partition::VARCHAR, max(_offset) + 1 FROM ({offsets}) GROUP BY 1 ORDER BY 1"
    ).fetchall()
)
database.execute(
    """CREATE VIEW final AS SELECT * FROM windows
       QUALIFY row_number() OVER (PARTITION BY window_start, dimension, key ORDER BY revision DESC) = 1"""
)
digest = "SELECT md5(string_agg(row, '\n' ORDER BY row)) FROM (SELECT concat_ws('|', {}) AS row FROM {})"
result["transactions_digest"] = one(
    digest.format(
        "transaction_id, user_id, city, category, amount, quantity, payment_method, epoch_us(timestamp), _partition, _offset",
        "transactions",
    )
)[0]
result["windows_digest"] = one(
    digest.format(
        "epoch_us(window_start), epoch_us(window_end), dimension, key, total_revenue, avg_transaction, num_transactions, quantity, max_amount",
        "final",
    )
)[0]
result["rejected_digest"] = one(digest.format("_partition, _offset, reason, detail, hex(payload)", "rejected"))[0]
result["final_windows"] = one("SELECT count(*) FROM final")[0]
differences = """
    SELECT count(*) FROM (
      SELECT epoch_us(timestamp) // 60000000 * 60000000 AS start, category AS key, sum(amount) AS revenue, count(*) AS n
      FROM transactions GROUP BY ALL) t
    FULL JOIN (
      SELECT epoch_us(window_start) AS start, key, total_revenue AS revenue, num_transactions AS n
      FROM final WHERE dimension = 'category') w
    USING (start, key)
    WHERE t.revenue IS DISTINCT FROM w.revenue OR t.n IS DISTINCT FROM w.n"""
result["window_differences"] = one(differences)[0]
print(json.dumps(result, sort_keys=True))
