"""What was done, what failed and why, and what to do about it: the last words of a run."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..schema.messages import in_language
from .language import language, say
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
    "engine_failed": "run `iki doctor`, then the same command again",
    "ocr_off": "run it without --ocr never",
}


def print_summary(out: str, summary: Summary, *, quiet: bool) -> None:
    """Print the end of a run on stderr."""
    if quiet and not summary.failed:
        return
    if summary.converted:
        read = "{count} [count:input|inputs] read, {pages} [pages:page|pages] in {time}"
        _tell(say(read, count=summary.converted, pages=summary.pages, time=duration(summary.seconds)))
    else:
        _tell(say("nothing new to read"))
    print_counts(summary.counts)
    print_repeats(summary.repeats)
    print_skipped(summary.skipped, out)
    print_others(summary.others)
    print_gone(summary.gone, out)
    print_strays(summary.strays)
    if summary.dropped:
        _count(len(summary.dropped), say("left out: their files were deleted or moved"))
    if summary.failed:
        _tell(say("which inputs failed and why: iki status {out}", out=out))
    _tell(say("results: {out}", out=out))


def _tell(text: str) -> None:
    print(text, file=sys.stderr)


def _count(count: int, text: str) -> None:
    """Print a line of the summary: a number and what it counts."""
    _tell(f"  {say('{count}', count=count):>7} {text}")


def summary_json(out: str, summary: Summary) -> str:
    """The outcome of a run as JSON for other programs: an object with counts and names of inputs."""
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
            "unknown_records": summary.strays,
        },
        ensure_ascii=False,
        indent=1,
    )


def print_repeats(count: int) -> None:
    """Print how many decrees were given twice, in other bytes."""
    if count:
        one = "decree also appears in another input (duplicate-decree in gaps.csv)"
        many = "decrees also appear in another input (duplicate-decree in gaps.csv)"
        _count(count, say(one if count == 1 else many))


def print_skipped(skipped: Sequence[tuple[str, str]], out: str) -> None:
    """Print how many files of which kind were passed over, with a few names of each."""
    kinds: dict[str, list[str]] = {}
    for name, why in sorted(skipped):
        kinds.setdefault(why, []).append(name)
    for why, names in kinds.items():
        some = ", ".join(names[:NAMED])
        left = len(names) - NAMED
        more = say(" and {count} more (iki status {out})", count=left, out=out) if left > 0 else ""
        _count(len(names), say("passed over: {why}: {names}", why=reason(why), names=some + more))


def print_strays(files: Sequence[str]) -> None:
    """Print which records belong to no input that the ledger knows, and therefore count nowhere."""
    if files:
        some = ", ".join(files[:NAMED]) + (" ..." if len(files) > NAMED else "")
        one = "record of no input that the ledger knows, left out of tables and report: {names}"
        many = "records of no input that the ledger knows, left out of tables and report: {names}"
        what = say(one if len(files) == 1 else many, names=some)
        _count(len(files), f"{what}. {say('Convert their inputs again, or remove them')}")


def print_ignored(lines: Sequence[int], file: str) -> None:
    """Print which lines of a file of corrections hold none."""
    for number in lines[:NAMED]:
        _tell(say("warning: line {number} of {file} is not a correction; ignored", number=number, file=file))
    if (more := len(lines) - NAMED) > 0:
        _tell(say("warning: {count} more [count:line|lines] of {file} ignored", count=more, file=file))


def print_others(count: int) -> None:
    """Print how many documents hold no form, which is no failure."""
    if count:
        one = "is another document: it holds no form (no-form in gaps.csv)"
        many = "are other documents: they hold no form (no-form in gaps.csv)"
        _count(count, say(one if count == 1 else many))


def print_gone(gone: Sequence[str], out: str) -> None:
    """Print how many inputs of earlier runs are not there any more although their decrees are."""
    if gone:
        some = ", ".join(gone[:NAMED]) + (" ..." if len(gone) > NAMED else "")
        what = (
            "input of an earlier run is not there any more: {names}; the decrees stay in {out} "
            "(leave them out: --drop-deleted)"
            if len(gone) == 1
            else "inputs of earlier runs are not there any more: {names}; the decrees stay in {out} "
            "(leave them out: --drop-deleted)"
        )
        _count(len(gone), say(what, names=some, out=out))


def print_counts(counts: Counter[str], *, running: bool = False) -> None:
    """Print how many inputs ended in which status, with meaning and remedy."""
    from ..batch.outcome import STATUSES  # noqa: PLC0415 - see main

    waiting = "being worked on, a run is going on" if running else "not done yet; run the same command again"

    for status in [*STATUSES, "waiting"]:
        if counts[status]:
            meaning = say(STATUSES.get(status, waiting))
            remedy = f"; {say(REMEDIES[status])}" if status in REMEDIES else ""
            _count(counts[status], f"{status}: {meaning}{remedy}")


def reason(why: str) -> str:
    """Why a file was passed over, in the user's language."""
    return in_language(say(why), language())[0]
