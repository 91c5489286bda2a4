"""``datapackage.json``: the description of the CSV tables for machines (Frictionless Data Package).

Derived from `tables.TABLES`. Nothing in it depends on time or place, so that equal runs give equal bytes.
"""

from __future__ import annotations

from typing import Any

from .tables import TABLES, Column, Table

NAME = "iki-decrees"


def datapackage(*, semicolon: bool = False) -> dict[str, Any]:
    """The package with one resource per table, their types, primary and foreign keys.

    ``semicolon`` describes CSV whose columns are separated by ``;`` and whose numbers have a decimal comma.
    """
    return {
        "$schema": "https://datapackage.org/profiles/1.0/datapackage.json",
        "profile": "tabular-data-package",
        "name": NAME,
        "title": "Decrees of individual performance indicators (Indikator Kinerja Individu)",
        "resources": [_resource(table, semicolon=semicolon) for table in TABLES],
    }


def _resource(table: Table, *, semicolon: bool) -> dict[str, Any]:
    keys = {other.name: other.key for other in TABLES}
    return {
        "name": table.name,
        "type": "table",
        "profile": "tabular-data-resource",
        "path": f"{table.name}.csv",
        "description": table.description,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {
            "delimiter": ";" if semicolon else ",",
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
        },
        "schema": {
            "fields": [_field(column, semicolon=semicolon) for column in table.columns],
            "missingValues": [""],
            "primaryKey": [table.key],
            "foreignKeys": [
                {
                    "fields": [reference.column],
                    "reference": {
                        "resource": "" if reference.table == table.name else reference.table,
                        "fields": [keys[reference.table]],
                    },
                }
                for reference in table.references
            ],
        },
    }


def _field(column: Column, *, semicolon: bool) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "description": column.description,
    }
    if column.type == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    if column.type == "number" and semicolon:
        field |= {"decimalChar": ","}
    if column.required:
        field["constraints"] = {"required": True}
    return field
