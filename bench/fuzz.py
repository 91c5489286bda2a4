"""Damages sample decrees at random, for as long as you like, and tells of everything that breaks the program.

``--what files`` (the default): bytes of the file are changed, and numbers, operators and strings of the unpacked
page contents, so that both the opening of files and what comes after it are tried. Files that crash, hang or eat
memory are kept in FOLDER. ``--what blocks``: raw blocks are damaged (``tests/hostile/blocks.py``), so that the
building of decrees is tried with what no reading would give it. All work is done by workers with limits. Run for
example:

    python bench/fuzz.py --minutes 5 --out out/fuzz
    python bench/fuzz.py --what blocks --minutes 5

The same ``--seed`` tries the same files and blocks; a seed that was named can be tried alone with ``--minutes 0``.
"""

from __future__ import annotations

import argparse
import importlib
import io
import itertools
import random
import re
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pikepdf
from iki.batch.convert_one import ConvertOptions, convert_one
from iki.batch.engines import Limits, Lost
from iki.batch.local_engine import LocalEngine

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from hostile.blocks import checked_decrees, hostile_document

SAMPLES = sorted((Path(__file__).parent.parent / "samples" / "decrees").glob("*.pdf"))
NUMBERS = (b"0", b"-1", b"1e9", b"-99999", b"0.0001", b"2147483648", b"NaN", b".", b"--5")
BYTES_SHARE = 0.4  # of the files: bytes are damaged, else a page's content
TURNED_SHARE = 0.3  # of the latter: the page is turned
LIMITS = Limits(seconds=30, memory_bytes=1 << 30)


def fuzz_one(seed: int) -> tuple[str, str]:
    """Read the file of that seed; returns status and reason."""
    with tempfile.TemporaryDirectory(prefix="iki-fuzz-") as folder:
        path = Path(folder, "x.pdf")
        path.write_bytes(damaged(seed))
        outcome = convert_one(path, "x.pdf", ConvertOptions())
    for decree in outcome.decrees:
        decree.model_dump_json()
    return outcome.status, outcome.error


def fuzz_blocks(seed: int) -> tuple[str, str]:
    """Build the decrees of the blocks of that seed; returns status and reason."""
    try:
        checked_decrees(hostile_document(seed))
    except Exception as error:  # whatever it is, it is what is looked for
        where = traceback.extract_tb(error.__traceback__)[-1]
        return (
            "crashed",
            f"{type(error).__name__}: {str(error)[:100]} ({Path(where.filename).name}:{where.lineno})",
        )
    return "ok", ""


def damaged(seed: int) -> bytes:
    """The file of that seed."""
    source = random.Random(seed)
    data = source.choice(SAMPLES).read_bytes()
    return damaged_bytes(data, source) if source.random() < BYTES_SHARE else damaged_content(data, source)


def damaged_bytes(data: bytes, source: random.Random) -> bytes:
    """Some bytes changed, some stretches cut out or repeated."""
    out = bytearray(data)
    for _ in range(source.choice((1, 3, 10, 100))):
        place, length = source.randrange(len(out)), source.choice((1, 1, 1, 8, 200))
        match source.randrange(3):
            case 0:
                out[place : place + length] = source.randbytes(length)
            case 1:
                del out[place : place + length]
            case _:
                out[place:place] = out[place : place + length]
    return bytes(out)


def damaged_content(data: bytes, source: random.Random) -> bytes:
    """A page's content with tokens changed, dropped, repeated or swapped."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = source.choice(list(pdf.pages))
        page.contents_coalesce()
        tokens = re.split(rb"(\s+)", page.Contents.read_bytes())
        for _ in range(source.choice((1, 5, 50, 500))):
            place = source.randrange(len(tokens))
            match source.randrange(4):
                case 0:
                    tokens[place] = source.choice(NUMBERS)
                case 1:
                    tokens[place] = b" "
                case 2:
                    tokens[place] += b" " + tokens[source.randrange(len(tokens))]
                case _:
                    other = source.randrange(len(tokens))
                    tokens[place], tokens[other] = tokens[other], tokens[place]
        page.Contents = pdf.make_stream(b"".join(tokens))
        if source.random() < TURNED_SHARE:
            page.Rotate = source.choice((90, 180, 270, 45, -90))
        pdf.save(out)
    return out.getvalue()


def seeds(first: int, until: float) -> Iterator[int]:
    """Seeds until the time is over, at least one."""
    yield first
    for seed in itertools.count(first + 1):
        if time.monotonic() > until:
            return
        yield seed


def main() -> None:
    """Try, keep what breaks the reader, and print a summary."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--what", choices=("files", "blocks"), default="files")
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("out/fuzz"))
    arguments = parser.parse_args()
    until = time.monotonic() + 60 * arguments.minutes
    module = importlib.import_module("fuzz")  # workers cannot import from __main__
    work = module.fuzz_one if arguments.what == "files" else module.fuzz_blocks
    statuses: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    with closing(LocalEngine(arguments.jobs, LIMITS)) as engine:
        for seed, result in engine.run(work, seeds(arguments.seed, until)):
            status, reason = (result.status, result.reason) if isinstance(result, Lost) else result
            statuses[status] += 1
            if status not in {"crashed", "timeout", "out_of_memory"}:
                continue
            reasons[reason] += 1
            if arguments.what == "files":
                arguments.out.mkdir(parents=True, exist_ok=True)
                (arguments.out / f"{seed}.pdf").write_bytes(damaged(seed))
            print(f"{seed}: {status}: {reason}")
    print(f"{statuses.total()} {arguments.what}: {dict(statuses.most_common())}")
    for reason, count in reasons.most_common():
        print(f"{count:6} {reason}")


if __name__ == "__main__":
    main()
