"""The units of work that go to workers: each knows how to carry itself out.

A `Conversion` fetches one input, converts it and puts its decrees in their place. A long document is recognised by
its page count and not converted in one go: it comes back with the status `LONG`, is read by several
`PartReading`, which leave their pages in ``.parts/``, and is put together by an `Assembly`. Pages of a part
that was lost become gaps of the document. A part begins to read a few pages early, for a table may go on
from there without a header. Whether a document is split depends on its pages alone, never on the number of
workers.

Workers write the files themselves, atomically, and send back only what the ledger keeps, so that records do
not pass through the parent.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Protocol, TypeVar

from pydantic import ValidationError

from ..extract.debug_folder import recorded
from ..normalize.repeated_decrees import Descriptor, describe
from ..schema.blocks import Document, Page, share_equal
from ..schema.errors import RecordError
from ..schema.gaps import Gap, GapCode
from ..schema.models import Decree
from .convert_one import (
    ConvertOptions,
    Stopwatch,
    Take,
    build_one,
    convert_one,
    guarded,
    page_kinds,
    read_pages,
)
from .engines import Engine, Lost
from .inputs import opened
from .outcome import Outcome
from .output_folder import PARTS, Folder
from .output_names import as_read, decree_files

LONG_PAGES = 200
PART_PAGES = 100
LEAD_IN = 3
R_co = TypeVar("R_co", covariant=True)
R = TypeVar("R")
T = TypeVar("T")


class Task(Protocol[R_co]):
    """Something that a worker can do."""

    def run(self) -> R_co:
        """Do it.

        Raises:
            OutputError: the output folder cannot be written.
        """


def work(task: Task[R]) -> R:
    """Carry out a task.

    Raises:
        OutputError: the output folder cannot be written.
    """
    return task.run()


def results(engine: Engine, tasks: Iterable[Task[R]]) -> Iterator[R]:
    """The results, in any order, of repeatable tasks; a task whose worker was lost is run again in this process."""
    for task, result in engine.run(work, tasks):
        yield task.run() if isinstance(result, Lost) else result


def in_lots(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """The items in tuples of at most ``size``."""
    source = iter(items)
    while lot := tuple(islice(source, size)):
        yield lot


@dataclass(frozen=True, slots=True)
class Conversion:
    """One input to convert: where it is, what it is called, and where its decrees go.

    ``debug`` is a folder for what `debug_folder` records of it.
    """

    key: str
    name: str
    output: str
    folder: Folder
    options: ConvertOptions
    debug: Path | None = None

    def run(self) -> Outcome:
        """Convert the input and write its decrees."""

        def convert(take: Take) -> Outcome:
            with opened(self.key, self.name, self.options.read.limits.max_bytes) as path:
                return convert_one(path, self.name, self.options, take=take, at_most=LONG_PAGES)

        with recorded(self.debug, self.output):
            return self.written(convert)

    def parts(self, pages: int) -> Iterator[PartReading]:
        """The reading tasks of an input of ``pages`` pages, `PART_PAGES` each."""
        for first in range(1, pages + 1, PART_PAGES):
            yield PartReading(self, first, min(first + PART_PAGES - 1, pages))

    def written(self, make: Callable[[Take], Outcome]) -> Outcome:
        """Run ``make`` and write the decrees that it hands on to their files, once all of them are built."""
        descriptors: list[Descriptor] = []
        records: list[bytes] = []

        def take(decree: Decree) -> None:
            descriptors.append(describe(decree))
            records.append(to_json(decree))

        outcome = guarded(lambda: make(take), self.name, Stopwatch())
        if outcome.done:
            outcome.descriptors = descriptors
            outcome.outputs = decree_files(self.output, len(records))
        with Stopwatch(outcome.milliseconds).stage("write"):
            for file, record in zip(outcome.outputs, records, strict=False):
                self.folder.remove(as_read(file))
                self.folder.write(file, record, lasting=False)
        return outcome


@dataclass(frozen=True, slots=True)
class PartReading:
    """Some pages of a long input."""

    whole: Conversion
    first: int
    last: int

    @property
    def file(self) -> str:
        """Where the pages are left."""
        return f"{PARTS}/{self.whole.output}/{self.first}"

    def run(self) -> Outcome:
        """Read the pages and leave them for the assembly."""
        whole = self.whole
        read: list[Document] = []

        def convert() -> Outcome:
            pages = range(max(1, self.first - LEAD_IN), self.last + 1)
            with opened(whole.key, whole.name, whole.options.read.limits.max_bytes) as path:
                outcome, document = read_pages(path, whole.name, whole.options, pages)
            read.extend([document] if document else [])
            return outcome

        with recorded(whole.debug, whole.output):
            outcome = guarded(convert, whole.name, Stopwatch())
        for document in read:
            document.pages = [page for page in document.pages if page.number >= self.first]
            whole.folder.write(self.file, pickle.dumps(document), lasting=False)
            outcome.pages, outcome.kinds = len(document.pages), page_kinds(document)
        return outcome


@dataclass(frozen=True, slots=True)
class Assembly:
    """The task that puts the parts of a long input together, once all of them were read.

    ``lost`` holds, by first page, status and reason of each part that could not be read. ``milliseconds`` is the time
    that reading took, by stage.
    """

    whole: Conversion
    parts: tuple[PartReading, ...]
    lost: Mapping[int, tuple[str, str]]
    milliseconds: Mapping[str, float]

    def run(self) -> Outcome:
        """Put the parts together, build the decrees and write them."""
        documents = [self._part(part) for part in self.parts if part.first not in self.lost]
        if not documents:
            status, reason = self.lost[1]
            return Outcome(status, error=f"{self.whole.name}: {reason}", milliseconds=dict(self.milliseconds))
        pages = [page for document in documents for page in document.pages]
        for part in self.parts:
            if part.first in self.lost:
                _, reason = self.lost[part.first]
                pages += [_lost_page(n, reason) for n in range(part.first, part.last + 1)]
        whole = replace(documents[0], pages=sorted(pages, key=lambda page: page.number))
        with recorded(self.whole.debug, self.whole.output):
            outcome = self.whole.written(
                lambda take: build_one(whole, self.whole.options, self.milliseconds, take)
            )
        for part in self.parts:
            self.whole.folder.remove(part.file)
        return outcome

    def _part(self, part: PartReading) -> Document:
        document = pickle.loads(self.whole.folder.read(part.file))
        assert isinstance(document, Document)
        share_equal(document.pages)
        return document


def from_json(record: bytes, file: str) -> Decree:
    """The decree in the content of a ``file`` of ``decrees/``.

    Raises:
        RecordError: it is none, because something cut off or changed the file.
    """
    try:
        return Decree.model_validate_json(record)
    except ValidationError as error:
        raise RecordError(
            "the file is not a valid record (damaged)",
            file=file,
            remedy="Remove it and run `iki convert` again with the same inputs: it is made again",
        ) from error


def read_record(folder: Folder, file: str) -> Decree:
    """The decree in a ``file`` of an output folder, which `from_json` judges."""
    return from_json(folder.read(file), f"{folder}/{file}")


def to_json(decree: Decree) -> bytes:
    """The decree as it is written to ``decrees/``."""
    return decree.model_dump_json(indent=1).encode() + b"\n"


def _lost_page(number: int, reason: str) -> Page:
    message = f"page {number} could not be read: {reason}"
    return Page(number=number, width=0.0, height=0.0, gaps=[Gap(GapCode.PAGE_FAILED, message, page=number)])
