"""Offices (unit kerja) that a text names, and the office that an official heads.

Decisions: an office's name begins with a word such as Dinas, Badan, RSUD or Puskesmas and ends where the
area, a number or a parent office begins; a school keeps its number. It is written as printed in title case,
without its government (province, regency or city); short forms stay capitals. Camat and Lurah stand for
their Kecamatan and Kelurahan, an Inspektur for the Inspektorat. Parts of an office (Bidang, Seksi, Bagian) are
no offices, but may be all that a form names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .areas import areas_in
from .name_tokens import ACTING
from .title_case import SMALL_WORDS, office_in_title_case
from .vocabulary_files import words_with

_UNIT = r"(?:upt|uptd|uptb|unit pelaksana teknis(?: daerah| dinas| badan)?)\.?"
_SCHOOL = (
    r"(?:(?:s[dm]|sm[pak]|slb|tk|paud|mts|mi|ma)n?\s+(?:negeri|swasta|islam|satap|pembina|kelas|\d)|(?:sdn|smpn|sman|smkn|slbn)\b"
    r"|sekolah\s+(?:dasar|menengah|luar)|taman kanak-kanak\s|sanggar kegiatan belajar)"
)
_OFFICE = re.compile(
    rf"(?<![\w/])(?:{_UNIT}\s+\S|(?:blud\s+)?(?:puskesmas|pusat kesehatan masyarakat)\s|rs(?:ud?|j|ia)\b"
    r"|rumah sakit\s|(?:cabang\s+|suku\s+)?dinas\s+(?!luar|kerja)"
    r"|badan\s+\S|inspektorat\b|sekretariat\s+(?:daerah|dprd|dewan)"
    r"|satuan polisi|satpol\s|bapp?e\w{2,9}\b|bapenda\b|bkp?sdm\w?\b|bkpp\b|bkd\b|bpkp?a?d\b|bpbd\b"
    r"|bakesbangpol\b|dpmptsp\b|dis(?:pen)?dukcapil\b|(?:kelurahan|kecamatan|distrik)\s+\S"
    r"|kantor\s+(?!camat|kecamatan|lurah|kelurahan)\S|laboratorium kesehatan"
    r"|(?:pengadilan|kejaksaan|fakultas|universitas|politeknik|poltekkes|sekolah tinggi|madrasah|komisi pemilihan"
    r"|lembaga (?:pemasyarakatan|pembinaan)|rumah tahanan|stasiun (?:karantina|meteorologi|klimatologi|geofisika)"
    r"|loka|bandar udara)\s+\S"
    rf"|{_SCHOOL}|balai\s+(?!desa|kota|kelurahan|warga|pertemuan)\S"
    r"|bagian\s(?!pada\b|di\b|dalam\b|lingkup\b)(?=.*\b(?:sekretariat daerah|setda)\b))",
    re.I,
)
_END = re.compile(
    r"\s*(?:[(:;\d]|[-–]\s|,?\s*(?<![\w])(?:kabupaten|kab|provinsi|propinsi|prov|tahun|nomor|tentang|yang|pada|di|selaku|"
    r"periode|lampiran|keputusan|indikator|jalan|jl|dengan|sebagai|dalam|untuk|oleh|adalah|agar|se|"
    r"kepala|camat|lurah|direktur|inspektur|sekretaris)\b"
    r"|(?<!tata)\s+kota\b)",
    re.I,
)
_SCHOOL_END = re.compile(
    r"\s*(?:[(:;,]|[-–]\s|(?<!\w)(?:kecamatan|kec|kelurahan|kabupaten|kab|provinsi|propinsi|prov|tahun|nomor|tentang|"
    r"yang|pada|di|periode|lampiran|keputusan|indikator|jalan|jl|dinas|kota)\b)",
    re.I,
)
_PART = re.compile(
    r"^\W*(?:sub\s*)?(?:bidang|bagian|seksi|sekretariat|unit|urusan)\s+(?!kerja\b|organisasi\b)[^\W\d_]", re.I
)
_WITHIN = re.compile(r"\b(?:(?:pada|di|lingkup)\s+(?=\w)|(?=dinas\s))", re.I)
_TWICE = re.compile(r"\b(kepala|dinas|badan|kecamatan|kelurahan)\s+(?=\1\b)", re.I)
_PARENT = re.compile(r"\s+(?:dinas|badan|kecamatan|kelurahan|pemerintah)\b", re.I)
_OWN = re.compile(r"(?:cabang|suku|kantor|puskesmas|upt\w?|rumah sakit|rsud)\s*$", re.I)
_HEADS = re.compile(
    rf"^\W*{ACTING}(?:selaku\s+)?"
    r"(?P<title>kepala pelaksana|kepala sekolah|kepala|ka\.?|direktur(?: utama)?|sekretaris|kasat)\s+(?P<office>.+)$",
    re.I,
)
_CAMAT = re.compile(rf"^\W*{ACTING}(?:camat|lurah|kepala distrik)\b", re.I)
_INSPECTOR = re.compile(
    r"^\W*(?:(?:plt|plh|pjs?)\b\.?\s*)*inspektur(?P<daerah>\s+daerah)?(?!\s+(?:pembantu|muda))\b", re.I
)
_SECRETARY = re.compile(r"^\W*sekretaris\s+(?P<of>daerah|dprd|dewan perwakilan rakyat daerah)\b", re.I)
_ON_BEHALF = re.compile(
    r"^\W*(?:a\.?\s?n|atas nama)\b.*?\b(?=(?:camat|lurah|kepala|direktur|sekretaris|inspektur)\b)", re.I
)
_OPEN_END = re.compile(r"(?:,|&|\b(?:dan|serta))\s*$", re.I)
_JOINS = re.compile(r"^(?:dan|serta|&)\s", re.I)
_CLINIC = re.compile(r"(?:upt\w*\s+)?(?:blud\s+)?(?:puskesmas|pusat kesehatan masyarakat)\s", re.I)
_KOTA_LAST = re.compile(
    r"\s+kota\b(?!\s+(?!(?:kabupaten|kab|provinsi|tahun)\b)[^\W\d_])", re.I
)  # a part of the town: "Puskesmas Elok Kota"
MAX_WORDS, MIN_WORDS = 14, 3
_GOVERNMENT = re.compile(r"\s*\b(?:provinsi|propinsi|kabupaten|kab\.|kota)\s", re.I)


def goes_on(before: str, text: str) -> bool:
    """Whether the line goes on with a name that the line before left open, at "dan" or a comma."""
    return _OPEN_END.search(before) is not None or _JOINS.match(text) is not None


def full_name(office: str, others: Iterable[str]) -> str:
    """The office's full name, if one of the other names is what its short form stands for: "Bappeda", "Dinas KUKM"."""
    words = office.casefold().split()
    for other in others:
        if other.casefold().startswith(office.casefold()):
            continue
        long = [word.strip(",") for word in other.casefold().split() if word not in SMALL_WORDS]
        if len(words) == 1 and len(long) > 1 and _is_short_for(words[0], long):
            return other
        if len(words) == 2 and len(long) > 2 and words[0] == long[0] and _is_short_for(words[1], long[1:]):
            return other
    return office


def _is_short_for(short: str, words: Sequence[str]) -> bool:
    """Whether the short form is made of the beginnings of all words: BAPPEDA, KUKM."""
    if not short or not words:
        return not short and not words
    return any(
        short[:n] == words[0][:n] and _is_short_for(short[n:], words[1:])
        for n in range(1, min(len(short), len(words[0])) + 1)
    )


def office_in(text: str) -> str | None:
    """The first office that the text names."""
    for match in _OFFICE.finditer(text):
        name = _office_name(text, match)
        if name is not None:
            return name
    return None


def office_at_start(text: str) -> str | None:
    """The office with which the line begins, as in a letterhead."""
    bare = re.sub(r"^\W*(?:kantor\s+(?=camat|kecamatan|kelurahan|lurah))?", "", text, flags=re.I)
    match = _OFFICE.match(bare)
    return None if match is None else _office_name(bare, match)


def office_of_official(post: str) -> str | None:
    """The office that the official heads: Camat, Lurah, Inspektur, Kepala Dinas X, Direktur RSUD X …"""
    text = _ON_BEHALF.sub("", _TWICE.sub("", " ".join(post.split())))
    if match := _CAMAT.match(text):
        area = next(areas_in(text, head=True), None)
        kind = {"camat": "Kecamatan", "lurah": "Kelurahan"}.get(match[0].split()[-1].casefold(), "Distrik")
        return f"{kind} {area.name}" if area is not None else None
    if match := _INSPECTOR.match(text):
        return "Inspektorat Daerah" if match["daerah"] else "Inspektorat"
    if match := _SECRETARY.match(text):
        return "Sekretariat Daerah" if match["of"].casefold() == "daerah" else "Sekretariat DPRD"
    match = _HEADS.match(text)
    return office_at_start(match["office"]) if match else None


def office_within(post: str) -> str | None:
    """The office that the post's title says it belongs to: "Kepala Bidang X pada Dinas Y", "Kepala Seksi X Dinas Y".

    Without "pada" only a Dinas counts: other words for offices are fields of work too (Badan Usaha).
    """
    for match in _WITHIN.finditer(post):
        office = office_at_start(post[match.end() :])
        if office is not None:
            return office
    return None


def part_at_start(text: str) -> str | None:
    """The part of an office (Bidang, Bagian, Seksi …) with which the line begins, without what it belongs to."""
    bare = text.strip(" :.,;-–")
    if _PART.match(bare) is None:
        return None
    words = bare.split()
    ends = [m.start() for p in (_END, _PARENT) for m in p.finditer(bare, len(words[0]) + 1)]
    name = bare[: min(ends, default=len(bare))].strip(" :.,;-–")
    return office_in_title_case(name) if 1 < len(name.split()) <= MAX_WORDS else None


def without_government(name: str) -> str:
    """The name of a unit without the government behind it.

    >>> without_government("DINAS PERKEBUNAN DAERAH PROVINSI X")
    'DINAS PERKEBUNAN'
    """
    match = _GOVERNMENT.search(name)
    return name if match is None else _without_daerah(name[: match.start()]).rstrip(" ,")


def _without_daerah(name: str) -> str:
    """The name without the word Daerah at its end, which belongs to the government ("Daerah Provinsi X").

    It is the office's own behind some words ("Badan Kepegawaian Daerah").
    """
    words = name.split()
    if len(words) < MIN_WORDS or words[-1].casefold() != "daerah":
        return name
    own = words_with("area_words.csv", "role", "own_daerah")
    return name if words[-2].casefold() in own else " ".join(words[:-1])


def _office_name(text: str, match: re.Match[str]) -> str | None:
    """The office's name from its first word up to where something else begins."""
    start = match.start()
    kind = match[0].split()[0].casefold()
    if kind in {"kecamatan", "kelurahan", "distrik"}:
        area = next(areas_in(text[start:], head=True), None)
        return None if area is None else f"{kind.capitalize()} {area.name}"
    text = text[:start] + _TWICE.sub("", text[start:])
    end = len(text)
    school = re.match(rf"(?:{_UNIT}\s+)?{_SCHOOL}", text[start:], re.I) is not None
    first_word = match.start() + len(match[0].split()[0])
    for pattern in (_SCHOOL_END,) if school else (_END, _PARENT):
        for stop in pattern.finditer(text, first_word):
            if pattern is _PARENT and _OWN.search(text[start : stop.start()]):
                continue
            if _CLINIC.match(text, start) and _KOTA_LAST.match(text, stop.start()):
                continue
            end = min(end, stop.start())
            break
    name = _without_daerah(text[start:end]) if _GOVERNMENT.match(text, end) else text[start:end]
    name = re.sub(r"(?i)(?:[\s,.;:/&-]|\b(?:dan|serta|pada|atau))+$", "", name)
    words = [word for word in name.split() if re.search(r"\w", word.replace("_", ""))]
    bare = len(words) == 1 and kind in {
        "dinas",
        "badan",
        "puskesmas",
        "kantor",
        "rumah",
        "upt",
        "uptd",
        "uptb",
    }
    return None if not words or bare or len(words) > MAX_WORDS else office_in_title_case(" ".join(words))
