"""When Python looks for cyclic garbage: seldom, while documents are read.

The collector looks at all young objects after every 700 new ones. The words, lines and cells of a document hardly ever
form cycles (samples: four objects a page) and are gone before it would have had to look, so these looks took a
tenth of the time. With `ALLOCATIONS` it looks once in some forty pages of one long document, and not at all in most.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

ALLOCATIONS = 200_000


def collect_seldom() -> None:
    """Let the collector look after `ALLOCATIONS` new objects, unless it is switched off or looks more seldom."""
    most, *others = gc.get_threshold()
    if 0 < most < ALLOCATIONS:
        gc.set_threshold(ALLOCATIONS, *others)


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """`collect_seldom` within the block, for a process that is not ours alone."""
    before = gc.get_threshold()
    collect_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)
