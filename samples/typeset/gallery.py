"""The committed samples: which decree in which look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from .look import HEADERS, Look, random_look

STANDARD = ("sasaran", "indikator", "formulasi", "sumber_data")
PLAIN: Mapping[str, Any] = {
    "paper": "A4",
    "landscape": False,
    "margin": 57.0,
    "font": "Liberation Serif",
    "size": 11.0,
    "table_size": 10.0,
    "keyed": "columns",
    "key_numbers": "1.",
    "key_caps": False,
    "key_bold": False,
    "key_colon": True,
    "item_mark": "a.",
    "fungsi_first": False,
    "heading": "INDIKATOR KINERJA INDIVIDU",
    "heading_each": True,
    "order": STANDARD,
    "headers": {key: texts[0] for key, texts in HEADERS.items()},
    "header_bold": True,
    "no_column": "sasaran",
    "no_format": "1.",
    "column_numbers": "1",
    "merge": True,
    "middle": False,
    "new_page": True,
    "split_tables": False,
    "repeat_header": True,
    "split_rows": True,
    "justify": False,
    "soft_hyphens": False,
    "footer": "",
    "running": False,
    "front": "none",
    "signs": "last",
    "tricks": frozenset(),
}


# How the small archive is set on which docs/questions.md asks its questions: plain, so that it is read without a fault.
ARCHIVE = Look(
    **{
        **PLAIN,
        "way": "drawn",
        "variant": "plain",
        "fraction": "line",
        "front": "lampiran",
        "new_page": False,
    }
)


@dataclass(frozen=True)
class Sample:
    """One committed sample."""

    name: str
    contents: tuple[str, ...]
    way: str
    seed: int
    changes: Mapping[str, Any]

    @property
    def look(self) -> Look:
        """The plain look with the changes."""
        return replace(random_look(self.way, self.seed), **{**PLAIN, **self.changes})


def _headers(**texts: str) -> dict[str, str]:
    return {key: texts.get(key, wordings[0]) for key, wordings in HEADERS.items()}


SAMPLES = (
    Sample(
        "word-front-matter",
        ("telaga-wungu",),
        "word",
        1,
        {
            "front": "full",
            "variant": "grid",
            "fraction": "omml",
            "justify": True,
            "footer": "- n -",
            "headers": _headers(formulasi="ALASAN/PENJELASAN/FORMULASI PERHITUNGAN"),
        },
    ),
    Sample(
        "word-long-table",
        ("bukit-tambak",),
        "word",
        2,
        {
            "paper": "F4",
            "landscape": True,
            "variant": "grid",
            "fraction": "nested",
            "size": 12.0,
            "table_size": 12.0,
            "font": "URW Bookman",
            "keyed": "below",
            "heading_each": False,
            "repeat_header": False,
            "new_page": False,
            "column_numbers": "",
            "item_mark": "-",
            "front": "lampiran",
            "no_column": "row",
        },
    ),
    Sample(
        "word-ruled-rows",
        ("rsud-cempaka",),
        "word",
        6,
        {
            "paper": "Letter",
            "variant": "horizontal",
            "fraction": "bar",
            "font": "P052",
            "keyed": "tabs",
            "key_numbers": "I.",
            "key_caps": True,
            "item_mark": "1)",
            "no_column": "",
            "column_numbers": "(1)",
            "headers": _headers(
                sasaran="SASARAN STRATEGIS", indikator="INDIKATOR KINERJA", formulasi="FORMULA"
            ),
        },
    ),
    Sample(
        "sheet-per-position",
        ("karang-jalak",),
        "sheet",
        3,
        {
            "paper": "F4",
            "variant": "grid",
            "fraction": "borders",
            "font": "Liberation Sans",
            "size": 10.0,
            "table_size": 9.0,
            "middle": True,
            "header_fill": "D9D9D9",
            "keyed": "boxed",
            "item_mark": "•",
            "footer": "Halaman n dari N",
            "headers": _headers(sasaran="KINERJA UTAMA"),
        },
    ),
    Sample(
        "sheet-stacked",
        ("inspektorat",),
        "sheet",
        4,
        {
            "paper": "Legal",
            "landscape": True,
            "variant": "grid",
            "fraction": "borders",
            "font": "Liberation Sans Narrow",
            "new_page": False,
            "signs": "last",
            "column_numbers": "a",
            "key_numbers": "1",
            "item_mark": "-",
        },
    ),
    Sample(
        "browser-rowspans",
        ("telaga-wungu",),
        "browser",
        5,
        {
            "variant": "grid",
            "fraction": "block",
            "middle": True,
            "new_page": False,
            "header_fill": "DDEBF7",
            "front": "lampiran",
            "signs": "each",
            "place_date": "lines",
            "font": "Nimbus Sans",
            "key_bold": True,
            "keyed": "runin",
            "item_mark": "(1)",
            "heading": "INDIKATOR KINERJA INDIVIDU (IKI)",
        },
    ),
    Sample(
        "browser-zebra",
        ("karang-jalak",),
        "browser",
        7,
        {
            "variant": "zebra",
            "fraction": "nested",
            "header_fill": "1F4E79",
            "split_rows": False,
            "column_numbers": "",
            "font": "DejaVu Sans Condensed",
            "size": 10.0,
            "table_size": 9.0,
            "item_mark": "i.",
            "new_page": False,
            "headers": {key: text.title() for key, text in _headers().items()},
            "heading": "Indikator Kinerja Individu",
        },
    ),
    Sample(
        "browser-no-rules",
        ("puskesmas-rawa-kenanga",),
        "browser",
        9,
        {
            "variant": "none",
            "fraction": "block",
            "split_rows": False,
            "keyed": "below",
            "key_colon": False,
            "item_mark": "a)",
            "no_format": "1",
            "running": True,
        },
    ),
    Sample(
        "browser-horizontal-target",
        ("dinas-perikanan",),
        "browser",
        8,
        {
            "paper": "Letter",
            "landscape": True,
            "variant": "horizontal",
            "fraction": "math",
            "front": "lampiran",
            "order": ("indikator", "sasaran", "formulasi", "sumber_data"),
            "no_column": "row",
            "column_numbers": "(1)",
        },
    ),
    Sample(
        "browser-two-decrees",
        ("dinas-perikanan", "rsud-cempaka"),
        "browser",
        10,
        {
            "variant": "grid",
            "fraction": "inline",
            "front": "lampiran",
            "font": "C059",
            "size": 10.0,
            "table_size": 9.0,
            "footer": "n",
            "item_mark": "1.",
            "key_numbers": "A.",
        },
    ),
    Sample(
        "writer-hyphenated",
        ("bapperida",),
        "writer",
        11,
        {
            "variant": "grid",
            "fraction": "nested",
            "justify": True,
            "soft_hyphens": True,
            "front": "lampiran",
            "footer": "- n -",
            "table_size": 9.0,
            "item_mark": "-",
        },
    ),
    Sample(
        "writer-formulas",
        ("pasir-kembang",),
        "writer",
        12,
        {
            "variant": "thick",
            "fraction": "formula",
            "justify": True,
            "soft_hyphens": True,
            "front": "full",
            "place_date": "lines",
            "paper": "F4",
            "font": "Liberation Sans",
            "header_fill": "E2EFDA",
        },
    ),
    Sample(
        "drawn-open-table",
        ("bukit-tambak",),
        "drawn",
        13,
        {
            "variant": "pieces",
            "fraction": "line",
            "new_page": False,
            "soft_hyphens": True,
            "margin": 72.0,
            "repeat_header": False,
            "justify": True,
            "tricks": frozenset({"open", "fake-bold", "ligatures"}),
            "landscape": True,
            "size": 12.0,
            "table_size": 12.0,
            "item_mark": "1.",
            "front": "lampiran",
        },
    ),
    Sample(
        "drawn-rotated-cropped",
        ("pasir-kembang",),
        "drawn",
        14,
        {
            "variant": "rects",
            "fraction": "line",
            "tricks": frozenset({"rotated", "cropped", "fake-bold"}),
            "front": "lampiran",
            "font": "Liberation Sans",
            "keyed": "boxed",
            "landscape": True,
            "signs": "each",
        },
    ),
    Sample(
        "drawn-hidden-layer",
        ("inspektorat",),
        "drawn",
        15,
        {
            "variant": "dashed",
            "fraction": "line",
            "tricks": frozenset({"invisible"}),
            "new_page": False,
            "font": "DejaVu Sans",
            "size": 9.0,
            "table_size": 9.0,
            "front": "full",
            "running": True,
        },
    ),
    Sample(
        "drawn-double-lines",
        ("rsud-cempaka",),
        "drawn",
        16,
        {
            "variant": "double",
            "fraction": "line",
            "tricks": frozenset({"reversed", "ligatures"}),
            "middle": True,
            "font": "DejaVu Serif Condensed",
            "key_bold": True,
            "footer": "Halaman n dari N",
        },
    ),
    Sample(
        "drawn-gaps",
        ("telaga-wungu",),
        "drawn",
        17,
        {
            "variant": "gaps",
            "fraction": "line",
            "new_page": False,
            "merge": False,
            "split_tables": True,
            "size": 10.0,
            "table_size": 9.0,
            "soft_hyphens": True,
            "font": "Liberation Sans",
            "no_column": "row",
            "keyed": "tabs",
        },
    ),
)
