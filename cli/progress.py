"""How a batch goes on, on stderr: a live line on a terminal, a plain line now and then elsewhere.

Failures are named as they come, each on a line of its own. Time left is the work left (`forecast`) at the rate at
which work was done so far; it is shown once a few inputs are done.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from ..batch.ledger import Entry, size_class
from ..batch.run import Listener
from ..schema.messages import in_language
from .forecast import Forecast
from .language import language, say

if TYPE_CHECKING:
    from rich.live import Live

    from ..batch.inputs import Input
    from ..batch.outcome import Outcome

PLAIN_SECONDS = 30.0
LIVE_SECONDS = 0.2
ENOUGH = 3
NEXT_UNIT = 90  # seconds or minutes from which a time is given in minutes or hours


class Progress(Listener):
    """Prints the progress of a batch on stderr and keeps the JSON log."""

    def __init__(self, *, quiet: bool, log: TextIO | None, live: Live | None) -> None:
        self._quiet = quiet
        self._log = log
        self._live = live
        self._todo = self._done = self._pages = self._failed = 0
        self._began = self._told = time.monotonic()
        self._forecast = Forecast({})
        self._in_parts: set[str] = set()

    def begin(self, given: int, todo: int, waiting: Counter[int]) -> None:
        """See `Listener.begin`."""
        self._todo, self._began, self._forecast = todo, time.monotonic(), Forecast(waiting)
        if not self._quiet and self._live is None:
            known = say(", {count} done before", count=given - todo) if given != todo else ""
            print(say("{count} to convert", count=todo) + known, file=sys.stderr)

    def long(self, entry: Entry, pages: int) -> None:
        """See `Listener.long`."""
        self._in_parts.add(entry.key)
        self._forecast.long(entry.key, size_class(entry.size), pages)

    def part(self, entry: Entry, part: Outcome) -> None:
        """See `Listener.part`."""
        self._pages += part.pages
        self._forecast.part(entry.key, part.kinds, part.milliseconds)
        self._tell()

    def done(self, entry: Entry, outcome: Outcome) -> None:
        """See `Listener.done`."""
        self._done += 1
        if entry.key in self._in_parts:
            self._in_parts.remove(entry.key)
        else:
            self._pages += outcome.pages
        if entry.twin is None:
            size = size_class(entry.size)
            self._forecast.done(entry.key, size, outcome.kinds, outcome.milliseconds)
        if not outcome.done:
            self._failed += 1
            why = in_language(outcome.error, language())[0] or entry.name
            self._say(say("failed ({status}): {why}", status=outcome.status, why=why))
        if self._log is not None:
            self._write_log(entry, outcome)
        self._tell()

    def refused(self, item: Input) -> None:
        """See `Listener.refused`."""
        if item.refused is None:
            return
        status, reason = item.refused
        why = in_language(f"{item.name}: {reason}", language())[0]
        self._say(say("failed ({status}): {why}", status=status, why=why))

    def stage(self, text: str) -> None:
        """See `Listener.stage`."""
        text, lang = in_language(text, language())
        if lang == "en":
            text = ", ".join(say(part) for part in text.split(", "))
        if self._live is not None:
            self._live.update(text)
        elif not self._quiet:
            print(text, file=sys.stderr)

    def line(self) -> str:
        """The progress as one line: files, pages, speed, failures, time left."""
        spent = time.monotonic() - self._began
        parts = [
            f"{self._done}/{self._todo} {say('files')}",
            say("{count} [count:page|pages]", count=self._pages),
        ]
        if spent > 0:
            parts.append(f"{self._pages / spent:.1f} {say('pages/s')}")
        parts.append(say("{count} failed", count=self._failed))
        done = self._forecast.seconds_done()
        if ENOUGH <= self._done < self._todo and done > 0:
            left = duration(self._forecast.seconds_left() * spent / done)
            parts.append(say("about {time} left", time=left))
        return ", ".join(parts)

    def _tell(self) -> None:
        now, every = time.monotonic(), LIVE_SECONDS if self._live else PLAIN_SECONDS
        if self._quiet or now - self._told < every:
            return
        self._told = now
        if self._live is not None:
            self._live.update(self.line())
        else:
            print(self.line(), file=sys.stderr)

    def _say(self, text: str) -> None:
        if self._live is not None:
            self._live.console.print(text, markup=False, highlight=False, soft_wrap=True)
        else:
            print(text, file=sys.stderr)

    def _write_log(self, entry: Entry, outcome: Outcome) -> None:
        assert self._log is not None
        record = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "input": entry.key,
            "name": entry.name,
            "status": outcome.status,
            "pages": outcome.pages,
            "milliseconds": outcome.milliseconds,
            "outputs": outcome.outputs,
            "error": outcome.error,
        }
        self._log.write(json.dumps(record, ensure_ascii=False) + "\n")
        self._log.flush()


@contextmanager
def progress(*, quiet: bool, log_json: Path | None) -> Iterator[Progress]:
    """Context manager that gives a listener and shows a live line while the block runs."""
    with ExitStack() as stack:
        log = stack.enter_context(log_json.open("a", encoding="utf-8")) if log_json else None
        live = None
        if sys.stderr.isatty() and not quiet:
            from rich.console import Console  # noqa: PLC0415 - only on a terminal
            from rich.live import Live  # noqa: PLC0415

            live = stack.enter_context(
                Live(say("looking for inputs"), console=Console(stderr=True), transient=True)
            )
        yield Progress(quiet=quiet, log=log, live=live)


def duration(seconds: float) -> str:
    """A length of time for people: 45 s, 12 min, 3 h 20 min."""
    if seconds < NEXT_UNIT:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < NEXT_UNIT else f"{minutes // 60} h {minutes % 60:02d} min"
