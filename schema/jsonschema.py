"""The JSON Schema of a decree, derived from the models so that the two cannot disagree."""

from __future__ import annotations

from typing import Any

from .models import Decree

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def decree_schema() -> dict[str, Any]:
    """The schema of the files in ``decrees/``: JSON Schema, draft 2020-12."""
    schema = Decree.model_json_schema(mode="serialization")
    return {"$schema": DIALECT, "title": "Decree of individual performance indicators (IKI)"} | {
        key: value for key, value in schema.items() if key != "title"
    }
