"""Typeset decrees with known content: the committed samples, or any content in many random looks."""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf

sys.path.insert(0, str(Path(__file__).parent))

from kinds.make_kinds import KINDS
from kinds.make_kinds import make as make_kinds
from typeset import browser, drawn, office, truth
from typeset.flow import compose, concatenate
from typeset.gallery import ARCHIVE, SAMPLES
from typeset.look import WAYS, Look, random_look
from typeset.model import Decree, load

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Job:
    """One PDF to make: its name, its look and the decrees in it."""

    name: str
    look: Look
    decrees: tuple[Decree, ...]


def make(jobs: Sequence[Job], out: Path) -> None:
    """Typeset every job into `out`, with its truth beside it."""
    out.mkdir(parents=True, exist_ok=True)
    composed = [[(decree, compose(decree, job.look)) for decree in job.decrees] for job in jobs]
    pages: dict[str, truth.Pages] = {}
    with tempfile.TemporaryDirectory(prefix="samples-office-") as folder:
        files = []
        for job, parts in zip(jobs, composed, strict=True):
            documents = [document for _, document in parts]
            target = out / f"{job.name}.pdf"
            if job.look.way == "browser":
                browser.render(concatenate(documents), job.look, target)
            elif job.look.way == "drawn":
                pages[job.name] = drawn.render(concatenate(documents), job.look, target)
            else:
                files.append(office.write(concatenate(documents), job.look, Path(folder) / job.name))
            print(job.name, file=sys.stderr)
        office.convert(files, out, Path(folder))
    for job, parts in zip(jobs, composed, strict=True):
        settle(out / f"{job.name}.pdf")
        truth.write(out / f"{job.name}.pdf", parts, job.look, pages.get(job.name))


def settle(path: Path) -> None:
    """Take out what differs from run to run: dates and random ids."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for key in ("/CreationDate", "/ModDate"):
            if key in pdf.docinfo:
                del pdf.docinfo[key]
        for key in ("/DocChecksum", "/ID"):
            if key in pdf.trailer:
                del pdf.trailer[key]
        if "/Metadata" in pdf.Root:
            del pdf.Root.Metadata
        pdf.save(path, deterministic_id=True)


def wear(path: Path, levels: Sequence[str], seed: int) -> None:
    """Put a scan, in one of these states of wear, in the place of a printed document."""
    from scans import damage, searchable  # noqa: PLC0415  (need OpenCV, which nothing else here does)

    chosen = random.Random(f"{seed}/{path.stem}").choice(list(levels))
    level = "office" if chosen == "searchable" else chosen
    pages = [image for image, _ in damage.scanned(path, level, seed)]
    if chosen == "searchable":
        searchable.save(path, pages, path, seed)
    else:
        damage.save(pages, path, level, damage.resolution(path, level, seed))
    target = path.with_suffix(".truth.json")
    truth_of = json.loads(target.read_text("utf-8"))
    truth_of["source"]["scan"] = chosen
    target.write_text(json.dumps(truth_of, ensure_ascii=False, indent=1) + "\n", "utf-8")


def sample_jobs() -> list[Job]:
    """The committed samples."""
    decrees = {decree.name: decree for decree in load(HERE / "content")}
    return [
        Job(sample.name, sample.look, tuple(decrees[name] for name in sample.contents)) for sample in SAMPLES
    ]


def archive_jobs() -> list[Job]:
    """The small archive: every decree of it once, all in one look."""
    return [Job(decree.name, ARCHIVE, (decree,)) for decree in load(HERE / "archive" / "content")]


def random_jobs(decrees: Sequence[Decree], count: int, seed: int, ways: Sequence[str]) -> list[Job]:
    """`count` looks, the ways in turn, each with a decree drawn at random."""
    rng = random.Random(seed)
    order: list[Decree] = []
    jobs = []
    for at in range(count):
        order = order or rng.sample(list(decrees), len(decrees))
        decree, way = order.pop(), ways[at % len(ways)]
        jobs.append(
            Job(f"{decree.name}__{way}__{seed}-{at:02d}", random_look(way, seed * 1000 + at), (decree,))
        )
    return jobs


def main() -> int:
    """Read the command line and make what it asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--content", type=Path, default=HERE / "content", help="content or truth file, or a folder"
    )
    parser.add_argument("--looks", type=int, default=0, help="how many random looks; 0 rebuilds the samples")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=HERE / "decrees")
    parser.add_argument("--ways", default=",".join(WAYS), help="which ways, comma-separated")
    parser.add_argument("--kinds", type=int, default=0, help="how many documents of all kinds to invent")
    parser.add_argument("--only", default="", help=f"with --kinds: only these, of {','.join(KINDS)}")
    parser.add_argument(
        "--scans", default="", help="with --kinds: wear them into scans, e.g. clean,office,bad,fax,searchable"
    )
    args = parser.parse_args()
    if args.kinds:
        kinds = [kind for kind in args.only.split(",") if kind]
        levels = [level for level in args.scans.split(",") if level]
        for path in make_kinds(args.kinds, args.seed, args.out, kinds, args.ways.split(",")):
            settle(path)
            if levels:
                wear(path, levels, args.seed)
        return 0
    unknown = set(args.ways.split(",")) - set(WAYS)
    if unknown:
        parser.error(f"no such way: {', '.join(sorted(unknown))}; there are {', '.join(WAYS)}")
    jobs = (
        random_jobs(load(args.content), args.looks, args.seed, args.ways.split(","))
        if args.looks
        else sample_jobs()
    )
    make(jobs, args.out)
    if not args.looks and args.out == HERE / "decrees":
        make(archive_jobs(), HERE / "archive" / "decrees")
    return 0


if __name__ == "__main__":
    sys.exit(main())
