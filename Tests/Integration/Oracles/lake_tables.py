"""Opens a lake for DuckDB with the file lists that delta-rs reads from the tables' logs."""
import duckdb
from deltalake import DeltaTable

TABLES = ("transactions", "windows", "rejected")


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def open_lake(lake):
    """A database with the views transactions, windows, rejected, and final: the last revision of every window."""
    database = duckdb.connect()
    database.execute("SET TimeZone = 'UTC'")
    for table in TABLES:
        delta = DeltaTable(f"{lake}/{table}")
        files = delta.file_uris()
        if files:
            source = f"SELECT * FROM read_parquet([{', '.join(map(quoted, files))}])"
        else:
            source = "SELECT {} WHERE false".format(
                ", ".join(f'NULL::{sql_type(field)} AS "{field.name}"' for field in delta.schema().fields)
            )
        database.execute(f"CREATE VIEW {table} AS {source}")
    database.execute(
        """CREATE VIEW final AS SELECT * FROM windows
           QUALIFY row_number() OVER (PARTITION BY window_start, dimension, key ORDER BY revision DESC) = 1"""
    )
    return database


def sql_type(field):
    names = {"string": "VARCHAR", "long": "BIGINT", "integer": "INTEGER", "timestamp": "TIMESTAMPTZ", "binary": "BLOB"}
    name = getattr(field.type, "type", str(field.type))
    return names.get(name, name)
