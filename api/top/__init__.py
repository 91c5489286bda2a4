"""Indonesian decrees of performance indicators as data: ``iki.convert(path)`` and ``iki.read_tables(folder)``.

What they give is described in `iki.api`, which is loaded when it is used first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from iki.api import convert, read_tables

__all__ = ["convert", "read_tables"]


def __getattr__(name: str) -> Any:
    """A function of `iki.api`."""
    if name not in __all__:
        raise AttributeError(f"module 'iki' has no attribute {name!r}")
    from iki import api  # noqa: PLC0415 - slow to import

    return getattr(api, name)
