"""The units of work that go to workers: each knows how to carry itself out.

A `Conversion` fetches one input, converts it and puts its decrees in their place. A long document is told by
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
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ..extract.read import read_document
from ..schema.blocks import Document, Page
from ..schema.errors import DamagedError, IkiError
from ..schema.gaps import Gap, GapCode
from ..schema.models import Decree
from .convert_one import ConvertOptions, build_one, convert_one, count_pages
from .folder import Folder
from .inputs import opened
from .names import as_read, decree_files
from .outcome import Outcome

LONG = "long"
LONG_PAGES = 200
PART_PAGES = 100
LEAD_IN = 3


@dataclass(frozen=True, slots=True)
class Conversion:
    """One input to convert: where it is, what it is called, and where its decrees go."""

    key: str
    name: str
    output: str
    folder: Folder
    options: ConvertOptions

    def run(self) -> Outcome:
        """Convert the input and write its decrees."""
        limits = self.options.read.limits

        def convert(path: Path) -> Outcome:
            pages = count_pages(path, self.name, limits)
            return (
                Outcome(LONG, pages=pages)
                if pages > LONG_PAGES
                else convert_one(path, self.name, self.options)
            )

        return self._written(self._with_file(convert))

    def parts(self, pages: int) -> Iterator[PartReading]:
        """The parts in which an input of so many pages is read."""
        for first in range(1, pages + 1, PART_PAGES):
            yield PartReading(self, first, min(first + PART_PAGES - 1, pages))

    def _with_file(self, use: Callable[[Path], Outcome]) -> Outcome:
        try:
            with opened(self.key, self.name, self.options.read.limits.max_bytes) as path:
                return use(path)
        except IkiError as error:
            return Outcome(error.status, error=str(error))

    def _written(self, outcome: Outcome) -> Outcome:
        """The outcome without its decrees, which lie in their files."""
        outcome.outputs = decree_files(self.output, len(outcome.decrees))
        for file, decree in zip(outcome.outputs, outcome.decrees, strict=True):
            self.folder.remove(as_read(file))
            self.folder.write(file, to_json(decree))
        outcome.decrees = []
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
        return f".parts/{self.whole.output}/{self.first}"

    def run(self) -> Outcome:
        """Read the pages and leave them for the assembly."""

        def read(path: Path) -> Outcome:
            wanted = range(max(1, self.first - LEAD_IN), self.last + 1)
            document = read_document(
                path, name=self.whole.name, pages=wanted, options=self.whole.options.read
            )
            document.pages = [page for page in document.pages if page.number >= self.first]
            self.whole.folder.write(self.file, pickle.dumps(document))
            return Outcome("ok", pages=len(document.pages))

        return self.whole._with_file(read)


@dataclass(frozen=True, slots=True)
class Assembly:
    """A long input whose parts were read; ``lost`` says of the others what became of them, by first page."""

    whole: Conversion
    parts: tuple[PartReading, ...]
    lost: dict[int, str]

    def run(self) -> Outcome:
        """Put the parts together, build the decrees and write them."""
        documents = [self._part(part) for part in self.parts if part.first not in self.lost]
        if not documents:
            error = next(iter(self.lost.values()))
            return Outcome(DamagedError.status, error=f"{self.whole.name}: {error}")
        pages = [page for document in documents for page in document.pages]
        for part in self.parts:
            if part.first in self.lost:
                pages += [_lost_page(n, self.lost[part.first]) for n in range(part.first, part.last + 1)]
        whole = replace(documents[0], pages=sorted(pages, key=lambda page: page.number))
        return self.whole._written(build_one(whole, self.whole.options))

    def _part(self, part: PartReading) -> Document:
        document = pickle.loads(self.whole.folder.read(part.file))
        assert isinstance(document, Document)
        return document


Task = Conversion | PartReading | Assembly


def work(task: Task) -> Outcome:
    """Carry out a task.

    Raises:
        OutputError: the output folder cannot be written.
    """
    return task.run()


def to_json(decree: Decree) -> bytes:
    """The decree as it is written to ``decrees/``."""
    return decree.model_dump_json(indent=1).encode() + b"\n"


def _lost_page(number: int, reason: str) -> Page:
    message = f"page {number} could not be read: {reason}"
    return Page(number=number, width=0.0, height=0.0, gaps=[Gap(GapCode.PAGE_FAILED, message, page=number)])
