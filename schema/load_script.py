"""``load.sql``: loads the CSV tables into DuckDB with the types that ``datapackage.json`` tells.

CSV says nothing of types. A reader that guesses takes a NIP (18 digits) for a number and a region's code such as
35.07.27 for a day in 2035. The files stay faithful all the same: a NIP in groups, or texts with a mark before them,
would spare DuckDB the guess, but break every join with another system's NIPs, and make the CSV say something else than
the JSON. So types come beside the data, for each tool as it takes them: this script for DuckDB, `read_tables` for
pandas, ``datapackage.json`` for Frictionless, the workbook, Parquet and SQLite for what reads those, and
``--spreadsheet-safe`` for CSV that is opened in a spreadsheet.

    cd out && duckdb decrees.duckdb < load.sql

The views of the SQLite file (``views.sql``) are made too; their SQL is common to both.
"""

from __future__ import annotations

from .columns import TABLES, ColumnType, Table

FILE = "load.sql"
TYPES: dict[ColumnType, str] = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "array": "VARCHAR",
    "object": "VARCHAR",
}
HEAD = """\
-- Loads these tables into DuckDB with their types, so that NIP and codes stay text. Run it in this folder:
--     duckdb decrees.duckdb < load.sql
-- or from elsewhere, in Python:  db.execute("SET file_search_path = 'DIR'"); db.execute(open("DIR/load.sql").read())
"""


def load_script(views: str, *, semicolon: bool = False) -> str:
    """The script; ``semicolon`` as in `datapackage`, ``views`` are made once the tables are there."""
    tables = "".join(_load(table, semicolon=semicolon) for table in TABLES)
    return f"{HEAD}\n{tables}\n{views.replace('CREATE VIEW', 'CREATE OR REPLACE VIEW')}"


def _load(table: Table, *, semicolon: bool) -> str:
    columns = ",\n".join(f"    '{column.name}': '{TYPES[column.type]}'" for column in table.columns)
    delimiter, decimal = (";", ",") if semicolon else (",", ".")
    return (
        f"CREATE OR REPLACE TABLE \"{table.name}\" AS FROM read_csv('{table.name}.csv', auto_detect = false, "
        f"header = true,\n  delim = '{delimiter}', decimal_separator = '{decimal}', quote = '\"', escape = '\"', "
        f"new_line = '\\r\\n',\n  nullstr = '', columns = {{\n{columns}\n}});\n"
    )
