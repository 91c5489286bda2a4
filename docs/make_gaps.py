"""Writes ``docs/gaps.md`` from the list of gap codes, so that the page never says anything else than the program.

    python docs/make_gaps.py

A test compares the page with what this makes.
"""

from __future__ import annotations

from pathlib import Path

from iki.report.gap_words import explained
from iki.schema.gaps import GapCode

PAGE = Path(__file__).with_name("gaps.md")
HEAD = """\
# Gap codes

What the program could not read, place or map becomes a *gap*: a line of `gaps.csv`, an entry of `gaps` in the
decree's JSON, and a row of the report with a picture of the spot. `error` means that something is lost,
`warning` that somebody should look, `info` that it is good to know. This page is made by `docs/make_gaps.py`.
"""


def page() -> str:
    """The text of the page."""
    parts = [HEAD]
    for code in GapCode:
        english, indonesian = explained(code, "en"), explained(code, "id")
        lines = [
            f"## {code.value}",
            "",
            f"*{english.severity}* — {english.meaning} ({indonesian.meaning}).",
            "",
            f"- **Typical cause:** {english.cause}",
            f"- **What to do:** {english.remedy}.",
            f"- **Sebab yang lazim:** {indonesian.cause}",
            f"- **Langkah:** {indonesian.remedy}.",
        ]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
