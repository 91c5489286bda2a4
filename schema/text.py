"""How Indonesian print is read: wrapped lines, hyphens at a line's end, list marks.

Both layers need these rules and nothing else of each other: ``extract`` inside stacked fractions, ``normalize``
for cells and lists.
"""

from __future__ import annotations

import re
from typing import NamedTuple

SOFT_HYPHEN = "\u00ad"
_DASHES = "-–—"
_LEADING_DASHED = {"e", "non"}

_MARK = re.compile(
    r"""^(?:
        (?P<bullet>[-–—•·▪●■○◦*✓➢►]+)(?=\s|[^\W\d_]|$)
      | (?P<number>\(?\d{1,2}[.)])(?=\s|[^\W\d_]|$)
      | (?P<letter>\(?[a-z][.)])(?=\s|$)
      | (?P<capital>[A-Z]\.)(?=\s|$)
      | (?P<roman>\(?[ivxIVX]{1,5}[.)])(?=\s|$)
    )\s*""",
    re.X,
)


_CONNECTORS = frozenset(
    """dan yang di dari dengan untuk pada oleh serta atau ke dalam sesuai terhadap tentang bagi para sebagai per
    antara secara tidak telah akan dapat""".split()  # noqa: SIM905 - reads better than a list
)
    return "\n".join(line for line in lines if line)
