"""Page lists as people write them: ``1-3,5``."""

from __future__ import annotations

import re

from ..schema.errors import UsageError

LONGEST = 100_000


def parse_pages(text: str) -> list[int]:
    """The pages of a list like ``1-3,5``, ascending.

    Raises:
        UsageError: it is no such list.
    """
    pages: set[int] = set()
    for part in text.split(","):
        match = re.fullmatch(r"\s*(\d{1,6})\s*(?:-\s*(\d{1,6})\s*)?", part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= first <= last or last - first > LONGEST:
            raise UsageError(f"--pages {text!r} is not a list of pages", remedy="Write it like 1-3,5")
        pages.update(range(first, last + 1))
    return sorted(pages)
