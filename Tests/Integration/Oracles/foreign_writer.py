"""Changes a table of a lake with delta-rs, as any other tool might.

Usage: foreign_writer.py TABLE delete PREDICATE
                               update COLUMN EXPRESSION PREDICATE
                               restore VERSION
                               optimize
                               vacuum
Prints the table's version afterwards.
"""
import sys

from deltalake import DeltaTable

path, verb, *arguments = sys.argv[1:]
table = DeltaTable(path)
match verb, arguments:
    case "delete", [predicate]:
        table.delete(predicate)
    case "update", [column, expression, predicate]:
        table.update(updates={column: expression}, predicate=predicate)
    case "restore", [version]:
        table.restore(int(version))
    case "optimize", []:
        table.optimize.compact()
    case "vacuum", []:
        table.vacuum(retention_hours=0, dry_run=False, enforce_retention_duration=False)
    case _:
        raise SystemExit(__doc__)
print(DeltaTable(path).version())
