"""``report.html``: the quality report of an output folder.

Two passes over the decrees: the first counts (`survey`), the second draws pages and writes out documents. A
few documents are shown inside the report; many get a page each in ``report_files/``, so that the report opens
fast whatever their number and still tells everything but the details when it is passed on alone. Nothing in
it depends on the time or on where the folder lies.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ..batch.output_names import REPORT
from ..batch.output_names import REPORT_FILES as FILES
from ..normalize.positions import UnmatchedGroup, Vocabulary, unmatched_groups
from ..schema.gaps import GAP_KINDS, GapCode
from ..schema.models import FIELDS, Decree
from . import plots
from .document_view import document_slug, gap_slug, page_views
from .evaluation import Evaluation, evaluate
from .gap_words import Explained, explained
from .office_peers import Lack, lacking
from .output_reader import Run, RunInput, decrees, read_run
from .pictures import UNITS, Budget, DocumentPictures, Picture, Spot, Store, draw
from .report_words import Words
from .statistics import (
    COLUMNS,
    DOUBTFUL,
    SEVERITIES,
    CodeCount,
    DocumentLine,
    Group,
    Survey,
    Tally,
    gap_lines,
)

HERE = Path(__file__).parent
INLINE_DOCUMENTS = 40
FIRST_ACTIONS = 5
UNMATCHED = 50
SLOWEST = 10
MOST_YEARS = 30
# Lack of coverage from which a cell of the coverage table gets its shade, palest first.
LEVELS = (0.0, 0.02, 0.1, 0.25, 0.5)
# Columns whose empty places may be faults of reading; many posts print no duties, many files no number and date.
JUDGED = frozenset({*FIELDS, "rows", "canonical"})
DONE = frozenset({"ok", "repaired", "partial", "duplicate"})
GOOD_SHARE, GOOD_CONFIDENCE, GOOD_NAMED = 0.95, 0.97, 0.9
WHOLE_SHARE = 0.999
"""Share of filled cells from which data without errors and warnings is called complete."""
POOR_SHARE, POOR_CONFIDENCE, POOR_FAILED = 0.7, 0.85, 0.2


@dataclass(slots=True)
class Plan:
    """Which pages of which decrees are rendered, and which gaps are shown as crops."""

    pages: dict[str, list[int]] = field(default_factory=dict)
    spots: dict[str, list[Spot]] = field(default_factory=dict)


def build_report(out_dir: Path, lang: str = "id", truth: Path | None = None) -> Path:
    """Write the report of an output folder in a language, with figures against truth where that is given.

    Raises:
        ValueError: there are no words in that language.
    """
    words, run, survey = Words(lang), read_run(out_dir), Survey()
    for decree_id, decree in decrees(out_dir):
        survey.add(decree_id, decree)
    survey.finish()
    evaluation = evaluate(truth, out_dir) if truth else None
    return _Builder(out_dir, words, run, survey, evaluation).build()


class _Builder:
    """Holds what the parts of one report share."""

    def __init__(
        self, out_dir: Path, words: Words, run: Run, survey: Survey, evaluation: Evaluation | None
    ) -> None:
        self._out = out_dir
        self._run = run
        self._survey = survey
        self._inline = len(survey.documents) <= INLINE_DOCUMENTS
        self._budget = Budget()
        self._store = Store(out_dir / FILES, self._budget)
        self._crops: dict[str, Picture] = {}
        self._kept = {line.gap_id for line in survey.gaps}
        self._shared: dict[str, Any] = {
            "t": words,
            "plots": plots,
            "survey": survey,
            "run": run,
            "evaluation": evaluation,
            "inline": self._inline,
            "year_pairs": year_pairs,
            "year_span": year_span,
            "css": _asset("report.css"),
            "js": _asset("report.js"),
            "files": FILES,
            "fields": FIELDS,
            "columns": COLUMNS,
            "doubtful": DOUBTFUL,
            "level": level,
            "judged": JUDGED,
            "document_slug": document_slug,
            "gap_slug": gap_slug,
            "explained": lambda code: explained(code, words.lang),
            "crops": self._crops,
            "kept": self._kept,
        }

    def build(self) -> Path:
        """Write the report and what stands beside it; returns the report."""
        plan = self._plan()
        documents = list(self._documents(plan))
        path = self._out / REPORT
        context = self._shared | {
            "base": f"{FILES}/",
            "details": documents,
            "verdict": verdict(self._survey, self._run),
            "first": first_actions(self._survey),
            "codes": _by_gain(self._survey),
            "offices": _groups(self._survey.offices),
            "regions": _groups(self._survey.regions),
            "lacks": _lacks(self._survey),
            "spreads": _spreads(self._survey),
            "unmatched": _unmatched(self._survey),
            "mapping": sorted(self._survey.mapping.items(), key=_mapping_order),
            "figures": self._figures(),
            "statuses": _statuses(self._run),
            "stages": _stages(self._run),
            "failed": [entry for entry in self._run.inputs if entry.status not in DONE],
            "slowest": _slowest(self._run),
            "drawn": bool(self._crops) or any(plan.pages.values()),
        }
        _write(path, _environment().get_template("report.html").render(context))
        self._sweep()
        return path

    def _figures(self) -> dict[str, Any]:
        """The headline's figures."""
        survey = self._survey
        measured = self._shared["evaluation"]
        return {
            "wrong": round(survey.cells.filled - survey.cells.sure),
            "misjudged": misjudged(measured) if measured else None,
            "lost": round(survey.lost),
            "named": survey.named,
            "named_share": survey.named / survey.posts if survey.posts else None,
            "hands": survey.severities["error"] + survey.severities["warning"],
        }

    def _plan(self) -> Plan:
        """Pages of the gaps that gain most, then, where documents are inside, all others, within the "
        "budget."""
        plan = Plan()
        kinds = {line.decree_id: self._survey_kinds(line) for line in self._survey.documents}
        for line in self._survey.gaps:
            page = 1 if line.gap.code is GapCode.NO_POSITIONS else line.gap.page
            if page is None or (line.gap.severity == "info" and not self._inline):
                continue
            if self._wanted(plan, line.decree_id, page, kinds[line.decree_id]):
                number = line.gap_id.rpartition("/")[2]
                plan.spots.setdefault(line.decree_id, []).append(Spot(number, page, line.gap.bbox))
        if self._inline:
            for document in self._survey.documents:
                for page in range(1, document.pages + 1):
                    self._wanted(plan, document.decree_id, page, kinds[document.decree_id])
        return plan

    def _survey_kinds(self, line: DocumentLine) -> int:
        return max((UNITS[kind] for kind in line.kinds), default=1)

    def _wanted(self, plan: Plan, decree_id: str, page: int, units: int) -> bool:
        """Whether the page is drawn, which costs units unless it was wanted before."""
        if decree_id not in self._run.by_decree:
            return False
        pages = plan.pages.setdefault(decree_id, [])
        if page in pages:
            return True
        if not self._budget.spend(units):
            return False
        pages.append(page)
        return True

    def _documents(self, plan: Plan) -> Iterator[Markup]:
        """Every document's details: as text for the report, or written to a page of its own."""
        template = _environment().get_template("document.html")
        lines = {line.decree_id: line for line in self._survey.documents}
        if not self._inline:
            (self._out / FILES).mkdir(exist_ok=True)
            for name in ("report.css", "report.js"):
                _write(self._out / FILES / name, str(_asset(name)))
                self._store.written.add(name)
        for decree_id, decree in decrees(self._out):
            pictures = self._pictures(decree_id, decree, plan)
            gaps = list(gap_lines(decree_id, decree))
            context = self._shared | {
                "base": f"{FILES}/" if self._inline else "",
                "decree_id": decree_id,
                "decree": decree,
                "line": lines[decree_id],
                "entry": self._run.by_decree.get(decree_id),
                "pages": list(page_views(decree, gaps, pictures, self._told)),
                "gaps": gaps,
            }
            text = template.render(context)
            if self._inline:
                yield Markup(text)
            else:
                name = f"{document_slug(decree_id)}.html"
                _write(self._out / FILES / name, text)
                self._store.written.add(name)

    def _pictures(self, decree_id: str, decree: Decree, plan: Plan) -> DocumentPictures:
        pages = plan.pages.get(decree_id)
        if not pages:
            return DocumentPictures()
        pictures = draw(
            self._run.by_decree[decree_id],
            decree,
            sorted(pages),
            plan.spots.get(decree_id, []),
            document_slug(decree_id),
            self._store,
            inline=self._inline,
        )
        for number, picture in pictures.crops.items():
            self._crops[f"{decree_id}/{number}"] = picture
        return pictures

    def _told(self, message: str) -> str:
        """A gap's message in the report's language."""
        words: Words = self._shared["t"]
        return words.message(message)[0]

    def _sweep(self) -> None:
        """Remove what an earlier report left in the folder beside it."""
        folder = self._out / FILES
        if not folder.is_dir():
            return
        for file in folder.iterdir():
            if file.is_file() and file.name not in self._store.written:
                file.unlink()
        if not self._store.written:
            folder.rmdir()


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _asset(name: str) -> Markup:
    return Markup((HERE / name).read_text("utf-8"))


def _write(path: Path, text: str) -> None:
    """Put a file in its place, whole or not at all."""
    temporary = path.with_name(f".tmp-{path.name}")
    temporary.write_bytes(text.encode("utf-8", "replace"))
    os.replace(temporary, path)


def level(tally: Tally) -> str:
    """The shade of a cell of the coverage table, higher where more is missing."""
    if tally.share is None:
        return "none"
    lack = 1.0 - tally.share
    return f"l{sum(lack > edge for edge in LEVELS)}"


def misjudged(evaluation: Evaluation) -> tuple[int, int, int]:
    """Cells compared with truth: their number, how many were expected to be wrong by confidence, how many are wrong."""
    points = evaluation.reliability
    said = sum(count * (1.0 - confidence) for confidence, _, count in points)
    wrong = sum(count * (1.0 - right) for _, right, count in points)
    return sum(count for _, _, count in points), round(said), round(wrong)


def verdict(survey: Survey, run: Run) -> str:
    """The report's opening statement on data quality, as a key of `words`."""
    share, confidence = survey.complete or 0.0, survey.cells.confidence or 0.0
    failed = sum(entry.status not in DONE for entry in run.inputs)
    if share < POOR_SHARE or confidence < POOR_CONFIDENCE or failed > POOR_FAILED * len(run.inputs):
        return "verdict_poor"
    if (
        share >= GOOD_SHARE
        and confidence >= GOOD_CONFIDENCE
        and survey.named >= GOOD_NAMED * survey.posts
        and not failed
        and not survey.severities["error"]
    ):
        whole = share >= WHOLE_SHARE and not survey.severities["warning"]
        return "verdict_whole" if whole else "verdict_good"
    return "verdict_some"


def _by_gain(survey: Survey) -> list[tuple[GapCode, CodeCount]]:
    """Gap codes with their counts, errors first, then those that gain most."""

    def order(item: tuple[GapCode, CodeCount]) -> tuple[int, float, int, str]:
        code, count = item
        return SEVERITIES.index(GAP_KINDS[code].severity), -round(count.gain, 3), -count.gaps, code.value

    return sorted(survey.codes.items(), key=order)


def first_actions(survey: Survey) -> list[tuple[GapCode, CodeCount]]:
    """The gap codes to work on first, without those of severity info."""
    hands = [
        (code, count)
        for code, count in _by_gain(survey)
        if _explained(code).severity != "info" and count.gain > 0
    ]
    return hands[:FIRST_ACTIONS]


def _explained(code: GapCode) -> Explained:
    return explained(code, "en")


def _groups(groups: dict[str, Group]) -> list[Group]:
    """Groups with most lacking first; those without a name last."""
    return sorted(groups.values(), key=lambda group: (not group.name, round(group.share, 4), group.name))


def _lacks(survey: Survey) -> list[Lack]:
    return lacking({name: group.canonical for name, group in survey.offices.items() if name})


def _spreads(survey: Survey) -> list[tuple[str, str, list[int]]]:
    """Distributions of confidence by field and kind of page, in the order of the columns."""
    order = {name: at for at, name in enumerate(COLUMNS)}
    keys = sorted(survey.confidences, key=lambda key: (order[key[0]], key[1]))
    return [(*key, survey.confidences[key]) for key in keys]


def _unmatched(survey: Survey) -> list[UnmatchedGroup]:
    """The names outside the vocabulary, the most frequent first."""
    if not survey.outside:
        return []
    return unmatched_groups(survey.outside.elements(), Vocabulary.load())[:UNMATCHED]


def _mapping_order(item: tuple[tuple[str, str, str, str], list[float]]) -> tuple[bool, float, str, str]:
    """Unmatched first, then the least certain."""
    (printed, name, _, _), (_, score) = item
    return bool(name), score, name, printed


def year_pairs(years: Mapping[int, int]) -> list[tuple[str, int]]:
    """Years with their counts: all from first to last, or those that occur where they span `MOST_YEARS` or more."""
    first, last = min(years), max(years)
    shown = range(first, last + 1) if last - first < MOST_YEARS else sorted(years)
    return [(str(year), years.get(year, 0)) for year in shown]


def year_span(years: Collection[int]) -> str:
    """The years from first to last."""
    if not years:
        return ""
    first, last = min(years), max(years)
    return str(first) if first == last else f"{first}–{last}"


def _statuses(run: Run) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for entry in run.inputs:
        counts[entry.status] = counts.get(entry.status, 0) + 1
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _stages(run: Run) -> dict[str, float]:
    """Milliseconds by stage, over all inputs."""
    stages: dict[str, float] = {}
    for entry in run.inputs:
        for stage, spent in entry.milliseconds.items():
            stages[stage] = stages.get(stage, 0.0) + spent
    return stages


def _slowest(run: Run) -> list[RunInput]:
    timed = [entry for entry in run.inputs if entry.milliseconds]
    return sorted(timed, key=lambda entry: (-sum(entry.milliseconds.values()), entry.key))[:SLOWEST]
