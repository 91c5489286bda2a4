"""The current file and page, which every message of the log carries.

Modules log with ``logging.getLogger(__name__)`` and say in their message neither file nor page: `in_hand` keeps both
for as long as a file or page is worked on, and the filter `Place`, set on a handler, writes them into each record as
``file``, ``page`` and ``place`` ("arsip/kantor.pdf, page 3: ").
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

PROGRAM = "iki"
"""Name of the logger above those of all modules."""

_file: ContextVar[str | None] = ContextVar("iki_file", default=None)
_page: ContextVar[int | None] = ContextVar("iki_page", default=None)


@contextmanager
def in_hand(*, file: str | None = None, page: int | None = None) -> Iterator[None]:
    """What is logged in the block is about this file, or about this page (1-based) of the current file."""
    if file is not None:
        before_file, before_page = _file.set(file), _page.set(page)
        try:
            yield
        finally:
            _page.reset(before_page)
            _file.reset(before_file)
        return
    before = _page.set(page)
    try:
        yield
    finally:
        _page.reset(before)


class Place(logging.Filter):
    """Lets every record pass and writes into it where it comes from; what another process wrote there stays."""

    def filter(self, record: logging.LogRecord) -> bool:
        """See `logging.Filter.filter`."""
        if not hasattr(record, "place"):
            file, page = _file.get(), _page.get()
            parts = [file] if file else []
            parts += [f"page {page}"] if page is not None else []
            record.__dict__ |= {"file": file, "page": page, "place": ", ".join(parts) + ": " if parts else ""}
        return True
