"""``-v`` and ``--debug``: what the program says about its own work, on stderr or in a folder.

Once it tells of files, engines and gaps, twice (``-vv``) also of every page, with times and tracebacks. What libraries
log is never shown: what matters of it comes back as a gap or an error.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Annotated

import typer

from ..schema.log_place import PROGRAM, Place

FORMAT = "%(levelname)s %(place)s%(message)s"
LEVELS = (logging.WARNING, logging.INFO, logging.DEBUG)


class _ToStderr(logging.Handler):
    """Prints on stderr as it is at the time, which a live line of progress may have replaced."""

    def emit(self, record: logging.LogRecord) -> None:
        """See `logging.Handler.emit`."""
        print(self.format(record), file=sys.stderr)


def show_log(times: int) -> int:
    """Show the log on stderr, in more detail the more often ``-v`` was given (``times``). Returns ``times``."""
    logger = logging.getLogger(PROGRAM)
    for handler in [handler for handler in logger.handlers if isinstance(handler, _ToStderr)]:
        logger.removeHandler(handler)
    level = LEVELS[min(times, len(LEVELS) - 1)]
    logger.setLevel(level)
    if times:
        handler = _ToStderr(level)
        handler.addFilter(Place())
        handler.setFormatter(logging.Formatter(FORMAT))
        logger.addHandler(handler)
    return times


Verbose = Annotated[
    int,
    typer.Option(
        "--verbose",
        "-v",
        count=True,
        callback=show_log,
        show_default=False,
        metavar="",
        help="Show on stderr what is done: -v files, engines and gaps, -vv also pages, times and tracebacks.",
    ),
]
Debug = Annotated[
    Path | None,
    typer.Option(
        "--debug",
        metavar="DIR",
        show_default=False,
        help="Folder for pictures of the stages of every page that is read, with times, log and tracebacks.",
    ),
]
