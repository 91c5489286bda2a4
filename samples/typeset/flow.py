"""From content and look to a neutral sequence of elements that every way of typesetting can render."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from . import measure
from .hyphens import soften
from .look import Look
from .model import FIELDS, Cell, Decree, Fraction, Position, Row, Signature, cell_text, part_text

WEIGHTS = {
    "no": 6,
    "sasaran": 24,
    "indikator": 25,
    "formulasi": 31,
    "sumber_data": 18,
    "target": 11,
    "penanggung_jawab": 15,
    "keterangan": 14,
}
PADDING = 6.0
ROMAN = (
    "i",
    "ii",
    "iii",
    "iv",
    "v",
    "vi",
    "vii",
    "viii",
    "ix",
    "x",
    "xi",
    "xii",
    "xiii",
    "xiv",
    "xv",
    "xvi",
    "xvii",
    "xviii",
    "xix",
    "xx",
)
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str
    align: str = "left"
    bold: bool = False
    underline: bool = False
    after: float = 2.0
    indent: float = 0.0
    scale: float = 1.0


@dataclass(frozen=True)
class Rule:
    """The double line below a letterhead."""


@dataclass(frozen=True)
class NewPage:
    """A page break."""


@dataclass(frozen=True)
class Start:
    """The form of position `index` begins here."""

    index: int


@dataclass(frozen=True)
class Entry:
    """A labelled entry: `1. Tugas : a. ... b. ...`; each item is its mark and its text."""

    number: str
    label: str
    colon: str
    items: tuple[tuple[str, str], ...]

    def hang(self, font: str, size: float) -> float:
        """How far the texts of the items stand behind their marks."""
        widest = max((measure.width(mark, font, size) for mark, _ in self.items), default=0.0)
        return max(widest + 7, 18.0) if widest else 0.0


@dataclass(frozen=True)
class Keyed:
    """Labelled entries in one of the list styles."""

    entries: tuple[Entry, ...]
    style: str
    bold: bool = False


@dataclass(frozen=True)
class Box:
    """A table cell that spans `span` rows."""

    cell: Cell
    span: int = 1


@dataclass(frozen=True)
class Table:
    """An indicator table; a body cell is None where a cell above covers it."""

    keys: tuple[str, ...]
    headers: tuple[str, ...]
    numbers: tuple[str, ...]
    widths: tuple[float, ...]
    size: float
    body: tuple[tuple[Box | None, ...], ...]


@dataclass(frozen=True)
class Sign:
    """Place and date, and one or two signatures."""

    place_date: tuple[str, ...]
    signatures: tuple[Signature, ...]

    def lines(self, at: int) -> list[str]:
        """What is printed in the block of one signature, from top to bottom; the last has place and date."""
        signature = self.signatures[at]
        last = at == len(self.signatures) - 1
        above = [text if last else "" for text in self.place_date]
        number = f"NIP. {signature.nip}" if signature.nip else ""
        name, rank = signature.nama or "", signature.pangkat or ""
        return [*above, signature.jabatan, "", "", "", name, rank, number]


Element = Text | Rule | NewPage | Start | Keyed | Table | Sign


@dataclass
class Document:
    """What is printed, and what of it the truth has to say."""

    elements: list[Element] = field(default_factory=list)
    printed: dict[str, Any] = field(default_factory=dict)
    rows: list[list[dict[str, Any]]] = field(default_factory=list)
    signed: list[tuple[str | None, tuple[Signature, ...]]] = field(default_factory=list)
    running: str = ""


def compose(decree: Decree, look: Look) -> Document:
    """Lay the decree out as elements."""
    return _Composer(decree, look).document


def concatenate(documents: Sequence[Document]) -> Document:
    """Several documents printed one after the other."""
    elements: list[Element] = []
    count = 0
    for document in documents:
        elements += [NewPage()] if elements else []
        elements += [
            Start(element.index + count) if isinstance(element, Start) else element
            for element in document.elements
        ]
        count += len(document.rows)
    return Document(elements, running=documents[0].running)


def date_words(iso: str) -> str:
    """5 Januari 2024."""
    year, month, day = (int(number) for number in iso.split("-"))
    return f"{day} {MONTHS[month - 1]} {year}"


def mark_of(style: str, index: int) -> str:
    """The list mark of item `index` in a style such as `a)`."""
    if style in ("", "-", "•"):
        return style
    number = {
        "1": str(index + 1),
        "a": _letters(index),
        "i": ROMAN[min(index, 19)],
        "I": ROMAN[min(index, 19)].upper(),
        "A": _letters(index).upper(),
    }
    return "".join(number.get(char, char) for char in style)


def _letters(index: int) -> str:
    return string.ascii_lowercase[index] if index < 26 else "a" + string.ascii_lowercase[index - 26]


class _Composer:
    def __init__(self, decree: Decree, look: Look) -> None:
        self.decree, self.look = decree, look
        self.document = Document()
        self.soft: Callable[[str], str] = soften if look.soft_hyphens else str
        self.add = self.document.elements.append
        self._front()
        for index, position in enumerate(decree.positions):
            self._position(index, position)
        self.document.printed = _printed(decree, self.document)

    def _front(self) -> None:
        meta = self.decree.meta
        if self.look.running and meta.get("unit_kerja"):
            self.document.running = f"{self.look.heading.upper()} {meta['unit_kerja'].upper()}"
        if self.look.front == "full" and self.decree.front.get("letterhead"):
            self._letterhead()
            self._decision()
            self.add(NewPage())
        if self.look.front != "none" and (meta.get("nomor") or self.decree.front):
            self._lampiran()

    def _letterhead(self) -> None:
        for number, line in enumerate(self.decree.front["letterhead"]):
            self.add(Text(line, "center", number < 3, scale=1.2 if number < 3 else 0.9, after=0))
        self.add(Rule())

    def _decision(self) -> None:
        front, meta = self.decree.front, self.decree.meta
        self.add(Text(front["title"], "center", True))
        self.add(Text(f"NOMOR {meta['nomor']}", "center", True, after=8))
        self.add(Text("TENTANG", "center", True, after=8))
        self.add(Text(front["subject"], "center", True, after=12))
        self._clauses("Menimbang", front["menimbang"], "a.")
        self._clauses("Mengingat", front["mengingat"], "1.")
        self.add(Text("MEMUTUSKAN :", "center", True, after=8))
        self._clauses("Menetapkan", [f"{front['title']} TENTANG {front['subject']}."], "")
        for number, clause in enumerate(front["diktum"]):
            self._clauses(("KESATU", "KEDUA", "KETIGA", "KEEMPAT")[number], [clause], "")
        if self.decree.date and self.decree.place:
            self.add(Sign(self._place_lines("lines"), self.decree.signatures[-1:]))

    def _clauses(self, label: str, texts: list[str], mark: str) -> None:
        items = tuple((mark_of(mark, at), self.soft(text)) for at, text in enumerate(texts))
        self.add(Keyed((Entry("", label, ":", items),), "columns"))

    def _lampiran(self) -> None:
        front, meta, indent = self.decree.front, self.decree.meta, self.look.room * 0.5
        self.add(Text(f"LAMPIRAN {front.get('title', 'KEPUTUSAN')}", indent=indent))
        if meta.get("nomor"):
            self.add(Text(f"NOMOR : {meta['nomor']}", indent=indent))
        if self.decree.date:
            self.add(Text(f"TANGGAL : {date_words(self.decree.date).upper()}", indent=indent))
        subject = front.get("subject") or self._subject()
        self.add(Text(f"TENTANG : {subject}", indent=indent, after=14))

    def _subject(self) -> str:
        names = [self.decree.meta.get(key) for key in ("unit_kerja", "kabupaten_kota")]
        return " ".join(["INDIKATOR KINERJA INDIVIDU", *(name.upper() for name in names if name)])

    # forms

    def _position(self, index: int, position: Position) -> None:
        look = self.look
        if look.new_page and index:
            self.add(NewPage())
        self.add(Start(index))
        if look.heading_each or not index:
            self._heading()
        self.add(Keyed(self._entries(position), look.keyed, look.key_bold))
        self.document.rows.append([])
        numbers = self._numbers(position.rows)
        for rows in self._parts(len(position.rows)):
            self._table(position, rows, numbers)
        self._signatures(index == len(self.decree.positions) - 1)

    def _heading(self) -> None:
        look, meta = self.look, self.decree.meta
        below = [meta["unit_kerja"]] if look.seed % 3 == 0 and meta.get("unit_kerja") else []
        if below and meta.get("tahun") and look.seed % 2:
            below.append(f"TAHUN {meta['tahun']}")
        lines = [look.heading, *(text if look.heading.istitle() else text.upper() for text in below)]
        for number, line in enumerate(lines):
            self.add(
                Text(
                    line,
                    "center",
                    True,
                    look.heading_underline and not number,
                    10 if number == len(lines) - 1 else 0,
                    scale=1.1,
                )
            )

    def _entries(self, position: Position) -> tuple[Entry, ...]:
        look = self.look
        lists = [("Tugas", position.tugas), ("Fungsi", position.fungsi)]
        if look.fungsi_first:
            lists.reverse()
        named: list[tuple[str, tuple[tuple[str, str], ...]]] = [("Jabatan", (("", position.jabatan),))]
        for label, texts in lists:
            if texts or look.seed % 4:
                named.append((label, self._items(texts)))
        colon = ":" if look.key_colon else ""
        return tuple(
            Entry(mark_of(look.key_numbers, at), label.upper() if look.key_caps else label, colon, items)
            for at, (label, items) in enumerate(named)
        )

    def _items(self, texts: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        if not texts:
            return (("", "-"),) if self.look.seed % 2 else ()
        style = "" if len(texts) == 1 and self.look.seed % 3 else self.look.item_mark
        return tuple((mark_of(style, at), self.soft(text)) for at, text in enumerate(texts))

    def _parts(self, count: int) -> list[range]:
        if not count:
            return []
        if self.look.split_tables and count >= 4:
            return [range(count // 2), range(count // 2, count)]
        return [range(count)]

    def _numbers(self, rows: tuple[Row, ...]) -> list[str]:
        numbers, count = [], 0
        for row in rows:
            count += not ("sasaran" in row.merged and self.look.no_column == "sasaran")
            numbers.append(mark_of(self.look.no_format, count - 1))
        return numbers

    def _table(self, position: Position, chosen: range, numbers: list[str]) -> None:
        look = self.look
        keys = (*(("no",) if look.no_column else ()), *look.order, *self.decree.extra)
        rows = [self._printed_row(position.rows[at], numbers[at], keys, at == chosen[0]) for at in chosen]
        body = [[Box(row.cells[key]) for key in keys] for row in rows]
        spans = _spans(rows, keys, look.merge)
        grid = tuple(
            tuple(
                replace(box, span=spans[at][column]) if spans[at][column] else None
                for column, box in enumerate(line)
            )
            for at, line in enumerate(body)
        )
        headers = tuple(
            "NO" if key == "no" else look.headers.get(key, key.replace("_", " ").upper()) for key in keys
        )
        widths, size = self._widths(keys, headers, body)
        style = look.column_numbers
        marks = tuple(mark_of(style, at) for at in range(len(keys))) if style else ()
        self.add(Table(keys, headers, marks, widths, size, grid))
        self.document.rows[-1].extend(self._truth_row(row) for row in rows)

    def _widths(
        self, keys: tuple[str, ...], headers: tuple[str, ...], body: list[list[Box]]
    ) -> tuple[tuple[float, ...], float]:
        if self.look.way == "sheet" and not self.look.new_page:
            rows = [row for position in self.decree.positions for row in position.rows]
            body = [
                [Box(self._printed_row(row, "10.", keys, True).cells[key]) for key in keys] for row in rows
            ]
        return fit_widths(keys, headers, body, self.look)

    def _printed_row(self, row: Row, number: str, keys: tuple[str, ...], first: bool) -> Row:
        cells = {"no": ((number,),)} | {key: row.cells.get(key, ()) for key in keys if key != "no"}
        if not self.look.ruled:
            cells = {key: cell or (("-",),) for key, cell in cells.items()}
        if self.look.fraction == "inline":
            cells = {key: _flat(cell) for key, cell in cells.items()}
        merged = row.merged | (
            {"no"} if "sasaran" in row.merged and self.look.no_column == "sasaran" else set()
        )
        return Row(
            {key: _map(cell, self.soft) for key, cell in cells.items()}, frozenset() if first else merged
        )

    def _truth_row(self, row: Row) -> dict[str, Any]:
        texts = {key: cell_text(cell).replace("\u00ad", "") for key, cell in row.cells.items()}
        truth: dict[str, Any] = {"no": texts.get("no") if self.look.no_column else None}
        truth |= {key: texts.get(key, "") for key in FIELDS}
        extra = {key: texts.get(key, "") for key in self.decree.extra}
        return truth | ({"extra": extra} if extra else {})

    def _signatures(self, last: bool) -> None:
        decree, wanted = self.decree, self.look.signs
        if not decree.signatures or wanted == "none" or (wanted == "last" and not last):
            self.document.signed.append((None, ()))
            return
        lines = self._place_lines(self.look.place_date)
        self.add(Sign(lines, decree.signatures))
        place_date = f"{decree.place}, {date_words(decree.date)}" if lines and decree.date else None
        self.document.signed.append((place_date, decree.signatures))

    def _place_lines(self, style: str) -> tuple[str, ...]:
        if not self.decree.place or not self.decree.date:
            return ()
        date = date_words(self.decree.date)
        if style == "line":
            return (f"{self.decree.place}, {date}",)
        return f"Ditetapkan di {self.decree.place}", f"pada tanggal {date}"


def _printed(decree: Decree, document: Document) -> dict[str, Any]:
    """The metadata that a reader of the print can know."""
    text = " ".join(" ".join(_texts(document)).replace("\u00ad", "").upper().split())
    meta, found = decree.meta, {"tentang": decree.meta.get("tentang")}
    for key in ("nomor", "tahun", "unit_kerja", "kabupaten_kota", "provinsi"):
        if meta.get(key) and " ".join(str(meta[key]).upper().split()) in text:
            found[key] = meta[key]
    place = meta.get("kecamatan")
    if (place and f"CAMAT {place.upper()}" in text) or f"KECAMATAN {place}".upper() in text:
        found["kecamatan"] = place
        if meta.get("unit_kerja") == f"Kecamatan {place}":
            found["unit_kerja"] = meta["unit_kerja"]
    if decree.date and date_words(decree.date).upper() in text:
        found["tanggal"] = decree.date
    return found


def _texts(document: Document) -> Iterator[str]:
    yield document.running
    for element in document.elements:
        match element:
            case Text(text=text):
                yield text
            case Keyed(entries=entries):
                yield from (text for entry in entries for _, text in entry.items)
            case Table(body=body):
                yield from (cell_text(box.cell) for line in body for box in line if box)
            case Sign(place_date=lines, signatures=signatures):
                yield from (*lines, *(signature.jabatan for signature in signatures))


def _flat(cell: Cell) -> Cell:
    return tuple((" ".join(part_text(part) for part in line),) for line in cell)


def _map(cell: Cell, change: Callable[[str], str]) -> Cell:
    return tuple(
        tuple(
            Fraction(change(part.num), change(part.den)) if isinstance(part, Fraction) else change(part)
            for part in line
        )
        for line in cell
    )


def _spans(rows: list[Row], keys: tuple[str, ...], merge: bool) -> list[list[int]]:
    spans = [[1] * len(keys) for _ in rows]
    if not merge:
        return spans
    for column, key in enumerate(keys):
        for at in range(len(rows) - 1, 0, -1):
            if key in rows[at].merged:
                spans[at - 1][column] += spans[at][column]
                spans[at][column] = 0
    return spans


def fit_widths(
    keys: tuple[str, ...], headers: tuple[str, ...], body: list[list[Box]], look: Look
) -> tuple[tuple[float, ...], float]:
    """Column widths in which every word fits, and the type size that this needs."""
    size = look.table_size
    while True:
        least = [max(_least(texts, look.font, size), 26.0) for texts in _column_texts(headers, body)]
        spare = look.room - sum(least)
        if spare >= 0 or size <= 6:
            break
        size -= 0.5
    wish = [
        WEIGHTS.get(key, 14) * (0.85 + 0.3 * ((look.seed * 7 + at * 5) % 10) / 10)
        for at, key in enumerate(keys)
    ]
    goal = [look.room * weight / sum(wish) for weight in wish]
    over = [max(want - need, 0.0) for want, need in zip(goal, least, strict=True)]
    share = max(spare, 0.0) / (sum(over) or 1.0)
    return tuple(need + more * share for need, more in zip(least, over, strict=True)), size


def _column_texts(headers: tuple[str, ...], body: list[list[Box]]) -> Iterator[list[tuple[str, bool]]]:
    for column, header in enumerate(headers):
        texts = [(header, True)]
        for line in body:
            for part in (part for text in line[column].cell for part in text):
                texts += (
                    [(part.num, False), (part.den, False)] if isinstance(part, Fraction) else [(part, False)]
                )
        yield texts


def _least(texts: list[tuple[str, bool]], font: str, size: float) -> float:
    return max(measure.longest_word(text, font, size, bold) for text, bold in texts) * 1.04 + 2 * PADDING
