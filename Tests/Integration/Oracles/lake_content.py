"""Reads a lake with delta-rs and DuckDB and prints what is in it as JSON, so that two lakes can be compared.

Usage: lake_content.py LAKE
Prints: rows, offsets (contiguous and unique?), a digest of all transactions, of all final window rows and of all
rejections, whether the windows equal the sums over the transactions, per dimension, key and minute, to the centime, and
the files that lie in the tables' directories without being named by their logs.
"""
import json
import os
import sys
from urllib.parse import unquote

from deltalake import DeltaTable

from lake_tables import TABLES, open_lake

lake = sys.argv[1]
database = open_lake(lake)


def one(sql):
    return database.execute(sql).fetchone()


def leftovers():
    found = []
    for table in TABLES:
        root = os.path.realpath(f"{lake}/{table}")
        known = {unquote(uri.removeprefix("file://")) for uri in DeltaTable(root).file_uris()}
        for folder, _, names in os.walk(root):
            paths = [os.path.join(folder, name) for name in names]
            if "_delta_log" in folder:
                found += [path for path in paths if not path.endswith((".json", ".parquet", "_last_checkpoint"))]
            else:
                found += [path for path in paths if path not in known]
    return [os.path.relpath(path, os.path.realpath(lake)) for path in sorted(found)]


result = {}
result["transactions"], result["windows"], result["rejected"] = (
    one(f"SELECT count(*) FROM {table}")[0] for table in TABLES
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
result["next_offsets"] = "; ".join(
    f"{partition}: {offset}"
    for partition, offset in database.execute(
        f"SELECT _partition, max(_offset) + 1 FROM ({offsets}) GROUP BY 1 ORDER BY 1"
    ).fetchall()
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
dimensions = {"category": "category", "city": "city", "payment_method": "payment_method", "all": "''"}
recomputed = " UNION ALL ".join(
    f"""SELECT epoch_us(timestamp) // 60000000 * 60000000 AS start, '{dimension}' AS dimension, {key} AS key,
          sum(amount) AS revenue, count(*) AS n, sum(quantity) AS articles, max(amount) AS largest
        FROM transactions GROUP BY ALL"""
    for dimension, key in dimensions.items()
)
differences = f"""
    SELECT count(*) FROM ({recomputed}) t
    FULL JOIN (
      SELECT epoch_us(window_start) AS start, dimension, CASE dimension WHEN 'all' THEN '' ELSE key END AS key,
        total_revenue AS revenue, num_transactions AS n, quantity AS articles, max_amount AS largest
      FROM final) w
    USING (start, dimension, key)
    WHERE t.revenue IS DISTINCT FROM w.revenue OR t.n IS DISTINCT FROM w.n OR t.articles IS DISTINCT FROM w.articles
      OR t.largest IS DISTINCT FROM w.largest"""
result["window_differences"] = one(differences)[0]
result["leftovers"] = leftovers()
print(json.dumps(result, sort_keys=True))
