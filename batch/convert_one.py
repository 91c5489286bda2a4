"""One input from file to records. Whatever goes wrong with it becomes its status; nothing is raised.

What the records say never depends on the time, the machine or the other inputs.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import logging
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ..extract import debug_folder
from ..extract.document_reader import ReadOptions, read_document, read_source
from ..extract.source import open_source
from ..normalize.decree_builder import each_decree
from ..normalize.positions import Vocabulary
from ..normalize.regions import Regions
from ..schema.blocks import Document, Page
from ..schema.errors import IkiError
from ..schema.gaps import GAP_KINDS, GapCode
from ..schema.garbage_collection import collecting_seldom
from ..schema.log_place import in_hand
from ..schema.models import Decree
from .outcome import LONG, Outcome

log = logging.getLogger(__name__)

# Gaps that say that a whole page gave nothing, and the status of a document where every page is so.
FAILED_PAGES = {
    GapCode.PAGE_TOO_LARGE: "too_large",
    GapCode.PAGE_FAILED: "damaged",
    GapCode.NO_OCR_ENGINE: "engine_unavailable",
    GapCode.ENGINE_FAILED: "engine_failed",
    GapCode.OCR_OFF: "ocr_off",
}
MESSAGE = 300
Take = Callable[[Decree], object]  # what is done with each decree, which is not kept then
INCOMPLETE = frozenset({*FAILED_PAGES, GapCode.ILLEGIBLE_PAGE, GapCode.NO_POSITIONS})


@dataclass(frozen=True, slots=True)
class ConvertOptions:
    """The options on which the records depend; with the same input and version they give the same bytes."""

    read: ReadOptions = field(default_factory=ReadOptions)
    vocabulary: Path | None = None
    regions: Path | None = None

    def identity(self) -> str:
        """A short text that differs where the options, or the files that they name, do."""
        text = json.dumps(dataclasses.asdict(self), sort_keys=True, default=str)
        digest = hashlib.sha256(text.encode())
        for path in (self.vocabulary, self.regions):
            digest.update(path.read_bytes() if path else b"")
        return digest.hexdigest()[:12]

    def check(self) -> None:
        """Check that the vocabulary and regions files can be read.

        Raises:
            IkiError: they cannot.
        """
        _vocabulary(self.vocabulary)
        _regions(self.regions)


@functools.cache
def _vocabulary(path: Path | None) -> Vocabulary | None:
    """The vocabulary with the user's own entries, loaded once in a process."""
    return Vocabulary.load(path) if path else None


@functools.cache
def _regions(path: Path | None) -> Regions | None:
    """The user's gazetteer, loaded once in a process."""
    return Regions.load(path) if path else None


@dataclass(slots=True)
class Stopwatch:
    """Milliseconds by stage."""

    milliseconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time spent in the block to the stage, also if the block raises."""
        start = time.perf_counter()
        try:
            yield
        finally:
            spent = (time.perf_counter() - start) * 1000
            debug_folder.took(name, spent)
            self.milliseconds[name] = round(self.milliseconds.get(name, 0.0) + spent, 2)


def convert_one(
    path: Path, name: str, options: ConvertOptions, *, take: Take | None = None, at_most: int | None = None
) -> Outcome:
    """Read the file and build its decrees; ``name`` is what the records and messages call it.

    Each decree is handed to ``take`` when it is built, and kept by the outcome where that is not given. A file of more
    than ``at_most`` pages is not read but comes back as `LONG`.
    """
    watch = Stopwatch()

    def convert() -> Outcome:
        with watch.stage("read"), open_source(path, options.read.limits, name=name) as source:
            if at_most is not None and source.page_count > at_most:
                return Outcome(LONG, pages=source.page_count)
            document = read_source(source, name=name, options=options.read)
        return _built(document, options, watch, take)

    return guarded(convert, name, watch)


def read_pages(
    path: Path, name: str, options: ConvertOptions, pages: Sequence[int]
) -> tuple[Outcome, Document | None]:
    """Read some pages of a file; the outcome says how that went."""
    watch = Stopwatch()
    read: list[Document] = []

    def convert() -> Outcome:
        with watch.stage("read"):
            read.append(read_document(path, name=name, pages=pages, options=options.read))
        return Outcome("ok", milliseconds=watch.milliseconds)

    outcome = guarded(convert, name, watch)
    return outcome, read[0] if outcome.done else None


def build_one(
    document: Document, options: ConvertOptions, milliseconds: Mapping[str, float], take: Take
) -> Outcome:
    """Build the decrees of a document that is already read, and hand each to ``take``.

    ``milliseconds`` by stage are those of the reading.
    """
    watch = Stopwatch(dict(milliseconds))
    return guarded(lambda: _built(document, options, watch, take), document.file, watch)


def guarded(job: Callable[[], Outcome], name: str, watch: Stopwatch) -> Outcome:
    """Run the job; an exception becomes an outcome with the matching status."""
    try:
        with in_hand(file=name), collecting_seldom():
            return job()
    except IkiError as error:
        log.info("%s", error, exc_info=log.isEnabledFor(logging.DEBUG))
        status, what = error.status, str(error)
    except MemoryError:
        status, what = "out_of_memory", f"{name}: memory ran out"
    except Exception as error:  # a bug on one odd file must not cost the others
        log.exception("%s: the program broke down", name)
        where = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(where.filename).name}:{where.lineno}"
        status, what = "crashed", f"{name}: {type(error).__name__}: {str(error)[:MESSAGE]} ({place})"
    return Outcome(status, error=what, milliseconds=watch.milliseconds)


def _built(document: Document, options: ConvertOptions, watch: Stopwatch, take: Take | None) -> Outcome:
    vocabulary, regions = _vocabulary(options.vocabulary), _regions(options.regions)
    kept: list[Decree] = []
    gaps, positions = Counter[GapCode](), []
    decrees = each_decree(document, vocabulary=vocabulary, regions=regions)
    while True:
        with watch.stage("build"):
            decree = next(decrees, None)
        if decree is None:
            break
        gaps.update(gap.code for gap in decree.gaps)
        positions.append(len(decree.positions))
        with watch.stage("write"):
            (take or kept.append)(decree)
    outcome = _outcome(document, gaps, watch)
    outcome.decrees = kept if outcome.done else []
    what = "%s: %d pages, %d decrees, %d positions"
    log.info(what, outcome.status, outcome.pages, len(positions), sum(positions))
    return outcome


def _outcome(document: Document, gaps: Counter[GapCode], watch: Stopwatch) -> Outcome:
    """The outcome of a document that was read, with its status by the number of its decrees' gaps of each code."""
    severities: Counter[str] = Counter(GAP_KINDS[code].severity for code in gaps.elements())
    failed = [_failure(page) for page in document.pages]
    outcome = Outcome(
        status="ok",
        sha256=document.sha256,
        pages=len(document.pages),
        kinds=page_kinds(document),
        milliseconds=watch.milliseconds,
        gaps=dict(severities),
    )
    if failed and all(failed):
        outcome.status, outcome.error = failed[0] or "damaged", _first_message(document)
    elif not INCOMPLETE.isdisjoint(gaps) or any(failed):
        outcome.status = "partial"
    elif document.repaired:
        outcome.status = "repaired"
    return outcome


def page_kinds(document: Document) -> dict[str, int]:
    """The number of pages by how they were read."""
    return dict(Counter(page.kind for page in document.pages))


def _failure(page: Page) -> str | None:
    return next((FAILED_PAGES[gap.code] for gap in page.gaps if gap.code in FAILED_PAGES), None)


def _first_message(document: Document) -> str:
    gap = next(gap for page in document.pages for gap in page.gaps if gap.code in FAILED_PAGES)
    return gap.message if document.file in gap.message else f"{document.file}: {gap.message}"
