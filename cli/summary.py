"""What was done, what failed and why, and what to do about it: the last words of a run."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .progress import duration

if TYPE_CHECKING:
    from ..batch.run import Summary

NAMED = 3  # files of a kind whose names are printed

REMEDIES = {
    "timeout": "run the same command again, with a larger --timeout",
    "out_of_memory": "run the same command again, with a larger --max-memory",
    "crashed": "run the same command again; if it stays so, report the file",
    "encrypted": "remove the passwords, then run the same command again",
    "too_large": "raise the limit that the message names, with --retry-failed",
    "engine_unavailable": "run `iki doctor`",
    "ocr_off": "run it without --ocr never",
}


def print_summary(out: str, summary: Summary, *, quiet: bool) -> None:
    """Print the end of a run on stderr."""
    if quiet and not summary.failed:
        return
    speed = f" in {duration(summary.seconds)}" if summary.converted else ""
    print(f"{summary.converted} inputs read, {summary.pages} pages{speed}", file=sys.stderr)
    print_counts(summary.counts)
    print_repeats(summary.repeats)
    print_skipped(summary.skipped, out)
    print_others(summary.others)
    print_gone(summary.gone, out)
    if summary.dropped:
        print(f"  {len(summary.dropped):>7,} left out: their files were deleted or moved", file=sys.stderr)
    if summary.failed:
        print(f"which inputs failed and why: iki status {out}", file=sys.stderr)
    print(f"results: {out}", file=sys.stderr)


def summary_json(out: str, summary: Summary) -> str:
    """The end of a run for other programs: one object with counts and names."""
    return json.dumps(
        {
            "out": out,
            "inputs": dict(sorted(summary.counts.items())),
            "failed": summary.failed,
            "read": summary.converted,
            "pages": summary.pages,
            "seconds": round(summary.seconds, 1),
            "decrees": summary.decrees,
            "repeats": summary.repeats,
            "other_documents": summary.others,
            "tables_changed": summary.changed,
            "passed_over": [{"name": name, "why": why} for name, why in sorted(summary.skipped)],
            "deleted": summary.gone,
            "dropped": summary.dropped,
        },
        ensure_ascii=False,
        indent=1,
    )


def print_repeats(count: int) -> None:
    """Print how many decrees were given twice, in other bytes."""
    if count:
        what = "decree stands" if count == 1 else "decrees stand"
        print(f"  {count:>7,} {what} in another input too (duplicate-decree in gaps.csv)", file=sys.stderr)


def print_skipped(skipped: Sequence[tuple[str, str]], out: str) -> None:
    """Print how many files of which kind were passed over, with a few names of each."""
    kinds: dict[str, list[str]] = {}
    for name, why in sorted(skipped):
        kinds.setdefault(why, []).append(name)
    for why, names in kinds.items():
        some = ", ".join(names[:NAMED])
        more = f" and {len(names) - NAMED:,} more (iki status {out})" if len(names) > NAMED else ""
        print(f"  {len(names):>7,} passed over: {why}: {some}{more}", file=sys.stderr)


def print_others(count: int) -> None:
    """Print how many documents hold no form, which is no failure."""
    if count:
        what = "is another document: it holds" if count == 1 else "are other documents: they hold"
        print(f"  {count:>7,} {what} no form (no-form in gaps.csv)", file=sys.stderr)


def print_gone(gone: Sequence[str], out: str) -> None:
    """Print how many inputs of earlier runs are not there any more although their decrees are."""
    if gone:
        some = ", ".join(gone[:NAMED]) + (" ..." if len(gone) > NAMED else "")
        what = "input of an earlier run is" if len(gone) == 1 else "inputs of earlier runs are"
        print(
            f"  {len(gone):>7,} {what} not there any more: {some}; the decrees stay in {out} "
            "(leave them out: --drop-deleted)",
            file=sys.stderr,
        )


def print_counts(counts: Counter[str], *, running: bool = False) -> None:
    """Print how many inputs ended in which status, with meaning and remedy."""
    from ..batch.outcome import STATUSES  # noqa: PLC0415 - see main

    waiting = "being worked on, a run is going on" if running else "not done yet; run the same command again"

    for status in [*STATUSES, "waiting"]:
        if counts[status]:
            meaning = STATUSES.get(status, waiting)
            remedy = f"; {REMEDIES[status]}" if status in REMEDIES else ""
            print(f"  {counts[status]:>7,} {status}: {meaning}{remedy}", file=sys.stderr)
