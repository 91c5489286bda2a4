"""What a user sees who asks for it (``--debug DIR``): pictures of a page's stages, times, the log and tracebacks.

`recorded` opens a folder for one input; while it is open, `picture` and `took` write into it, and the log's messages
of every level go to its ``log.txt``. Without it both do nothing, so that stages may call them as they like; what costs
time to draw is asked for by `wanted` before. Nothing of it changes what is read.

    DIR/NAME/page-0003-2-rulings.png     a stage of page 3
    DIR/NAME/times.jsonl                 a line per stage: its name, page and milliseconds
    DIR/NAME/log.txt                     messages and tracebacks
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from ..schema.errors import OutputError
from ..schema.geometry import Box
from ..schema.log_place import PROGRAM, Place

LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(place)s%(message)s"
LINE_WIDTH = 2  # pixels of an outline

_folder: ContextVar[Path | None] = ContextVar("iki_debug_folder", default=None)


@contextmanager
def recorded(root: Path | None, name: str) -> Iterator[None]:
    """Record what is done in the block in the folder ``name`` of ``root``; without a root nothing is.

    Raises:
        OutputError: the folder cannot be written.
    """
    if root is None:
        yield
        return
    folder = root / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(folder / "log.txt", encoding="utf-8")
    except OSError as error:
        raise OutputError(
            f"it cannot be written ({error.strerror})", file=str(folder), remedy="Give another --debug"
        ) from error
    handler.addFilter(Place())
    handler.setFormatter(logging.Formatter(LOG_FORMAT))
    logger, before = logging.getLogger(PROGRAM), _folder.set(folder)
    level = logger.level
    logger.setLevel(logging.DEBUG)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        handler.close()
        _folder.reset(before)


def wanted() -> bool:
    """Whether somebody wants to see stages."""
    return _folder.get() is not None


def picture(
    page: int,
    stage: str,
    image: NDArray[np.uint8],
    outlines: Sequence[tuple[str, Sequence[Box]]] = (),
) -> None:
    """Save the picture of a page's stage, with boxes (in pixels) outlined, each group in a colour by its name."""
    folder = _folder.get()
    if folder is None:
        return
    drawn = Image.fromarray(image).convert("RGB")
    draw = ImageDraw.Draw(drawn)
    for color, boxes in outlines:
        for box in boxes:
            x0, x1 = sorted((box.x0, box.x1))
            top, bottom = sorted((box.top, box.bottom))
            draw.rectangle((x0, top, x1, bottom), outline=color, width=LINE_WIDTH)
    drawn.save(folder / f"page-{page:04d}-{stage}.png")


def took(stage: str, milliseconds: float, *, page: int | None = None) -> None:
    """Note how long a stage took, of a page or of the whole input."""
    folder = _folder.get()
    if folder is None:
        return
    line = {"stage": stage, "page": page, "milliseconds": round(milliseconds, 1)}
    with (folder / "times.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps({key: value for key, value in line.items() if value is not None}) + "\n")
