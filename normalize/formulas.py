"""A formulasi cell's formula in parts: kind, numerator, denominator, multiplier, unit.

Decisions
- Kinds: ``ratio`` (one quantity by another), ``difference`` and ``sum`` (of quantities), ``count`` (Jumlah
  ..., Banyaknya ...; several listed counts are one), ``index`` (a value, score or index from a survey or a
  rating), ``text`` (prose that computes nothing).
- Never guessed: what holds arithmetic that cannot be parsed is no formula. "Membandingkan A dan B" tells
  not which of both is the base, so it is text.
- A slash is a division only where the print says so: after a bracketed numerator, before a quantity
  (Jumlah, ∑, a number), or where a multiplier follows; "Naskah/Konsep" and "SPP/SPM" are words, as is "dan/atau". A
  division in words goes before a slash within words.
- Numerator and denominator are as printed, without the brackets around the whole; notes (Catatan: ...) and
  what is defined ("Persentase X = ...") belong to neither. A multiplier is the factor after or before the
  fraction.
- Several different ratios in one cell, or added in one line, are a ratio without parts.
- A word or two behind a bracketed denominator or its multiplier are the unit: "(lama) / (berkas) hari".
- Counts, sums, differences and indices have their expression as numerator and no denominator.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from ..schema.models import Formula, FormulaKind
from ..schema.text import BULLET

_DASHES = re.compile(r"[‐‑‒–—−]")
_NOTE = re.compile(r"^\W*(?:catatan|ket(?:erangan)?|nb|n\.b|note|dimana|di mana|contoh)\b\s*[.:;*]?", re.I)
_MARK = re.compile(rf"^(?:{BULLET}\s*|\(?(?:\d{{1,2}}|[a-z])[.)]\s+)(?=[^\s/÷x×:])", re.I)
_LEAD = re.compile(
    r"^(?:cara\s+(?:menghitung|perhitungan|pengukuran)|formula(?:si)?|rumus(?:an)?|perhitungan|penghitungan|"
    r"[^/()=∑]{0,120}?\b(?:dihitung|diukur|diperoleh)\s+(?:dari|dengan(?:\s+(?:rumus|cara))?))\s*[:=]?\s*",
    re.I,
)
_HUNDRED = r"(?:1\s?[0oO]\s?[0oO]|I00|l00|seratus)"
_PERCENT = r"(?:%|persen|prosen)"
_PER_MILLE = r"(?:‰|per\s?mil(?:le)?\b)"
_FACTOR = re.compile(
    rf"(?:dan\s+)?(?:(?<![^\W\d_])x|x(?=\s*100\s*%)|[×*]|di\s?kali(?:kan)?(?:\s+dengan)?|kali)\s*"
    rf"(?P<n>{_HUNDRED}(?=96\b)|\d{{1,3}}(?:\.\d{{3}})+|{_HUNDRED}(?!\d)|\d+(?:[.,]\d+)?)\s*(?P<u>{_PERCENT}|{_PER_MILLE}|96\b)?",
    re.I,
)
_FRONT_FACTOR = re.compile(rf"^(?P<n>{_HUNDRED})\s*(?P<u>{_PERCENT})?\s*[x×*]\s*(?=\S)", re.I)
_BARE_PERCENT = re.compile(rf"^\s*{_PERCENT}\s*\.?$", re.I)
_FRACTION = re.compile(r"\)\s*/\s*\(")
_RULE = re.compile(r"^[\s_=\-]{3,}(?P<rest>.*)$")
_QUANTITY = re.compile(
    r"^[\s(]*(?:∑|Σ|jumlah|jml|jlh|total|banyak(?:nya)?|realisasi|target|nilai|capaian|skor|volume|luas|anggaran|pagu|"
    r"n\b|\d)",
    re.I,
)
_COUNT = re.compile(r"^[\s(]*(?:∑|Σ|jumlah|jml|jlh|total|banyak(?:nya)?|terlaksananya\s+jumlah)", re.I)
_INDEX = re.compile(
    r"^[\s(]*(?:nilai|indeks|index|skor|score|predikat|peringkat|rata\s?-?\s?rata|hasil\s+(?:penilaian|survei|survey|"
    r"evaluasi|pengukuran|reviu)|ikm\b|skm\b|opini|indikator\s+komposit|survei|survey)",
    re.I,
)
_DIVIDED = re.compile(
    r"[\s-]+(?:di\s?bagi(?:kan)?(?:\s+dengan)?(?!\s+(?:(?:sama\s+)?rata\b(?!\s?-?\s?rata)|menjadi\b|kepada\b))|berbanding(?:\s+dengan)?|di\s?banding(?:kan)?(?:\s+(?:dengan|terhadap))?|"
    r"dibagi\s+oleh)[\s-]+|\s*[÷]\s*",
    re.I,
)
_COMPARED = re.compile(
    r"^(?:per\s?bandingan|rasio|ratio)\s+(?:antara\s+)?(?P<a>.+?)\s+(?:dengan|terhadap|dibanding(?:kan)?)\s+(?P<b>.+)$",
    re.I | re.S,
)
_SHARE = re.compile(
    r"^(?:persentase|prosentase|presentase)\s+(?P<a>(?:jumlah|∑).+?)\s+(?:terhadap|dari|dibanding(?:kan)?(?:\s+dengan)?)"
    r"\s+(?P<b>(?:total|seluruh|jumlah|∑).+)$",
    re.I | re.S,
)
_MINUS_WORD = re.compile(r"\s+(?:di\s?kurangi(?:\s+dengan)?|minus)\s+", re.I)
_DIFFERENCE = re.compile(r"^\s*selisih\b", re.I)
_PLUS_WORD = re.compile(r"\s+(?:di\s?tambah(?:\s+dengan)?|plus)\s+", re.I)
_SUM = re.compile(r"^\s*(?:penjumlahan|akumulasi|hasil\s+penjumlahan)\b", re.I)
_DEFINES = re.compile(r"^[^()/÷∑Σ\n]{0,160}?=\s*")
_WEIGHT = re.compile(r"\s[x×*]\s*(?:nilai\s+)?(?:penimbang|bobot)\b.*$", re.I | re.S)
_UNIT = re.compile(r"[^\W\d_]+(?:\s[^\W\d_]+){0,2}")
_TIGHT = re.compile(r"[^\W\d_]{2,}/[^\W\d_]{2,}")
_AND_OR = re.compile(r"\bdan\s?/\s?atau\b", re.I)
_ARITHMETIC = re.compile(rf"[÷√]|(?<!\w)[x×*]\s*{_HUNDRED}|\)\s*/|/\s*\(|\s[x×]\s*\d", re.I)


@dataclass(frozen=True, slots=True)
class _Factor:
    value: float | None = None
    unit: str | None = None


def parse_formula(text: str) -> Formula | None:
    """The formula of a formulasi cell's text; None where nothing is printed or arithmetic defies parsing."""
    lines = _formula_lines(text)
    if not lines:
        return None
    parts = _join_fractions(lines)
    ratios = [r for r in (_ratio(part) for part in parts) if r is not None]
    if len({(r.numerator, r.denominator) for r in ratios}) > 1:
        return Formula(kind="ratio")
    if ratios:
        return ratios[0]
    if len(parts) > 1 and (found := _ratio(" ".join(parts))) is not None:
        return found
    return _not_a_ratio(parts)


def _formula_lines(text: str) -> list[str]:
    """The cell's lines without notes and list marks."""
    text = unicodedata.normalize("NFC", text).replace("Σ", "∑").replace("Ʃ", "∑")
    out: list[str] = []
    for printed in _DASHES.sub("-", text).splitlines():
        line = " ".join(printed.split())
        if _NOTE.match(line):
            break
        cleaned = line if _RULE.match(line) else _MARK.sub("", line)
        cleaned = _LEAD.sub("", cleaned).strip()
        if cleaned and (out or re.search(r"\w", cleaned)):
            out.append(cleaned)
    return out


def _join_fractions(lines: list[str]) -> list[str]:
    """Fractions over several lines, with or without a drawn rule, as one line each."""
    out: list[str] = []
    i = 0
    while i < len(lines):
        line = lines[i]
        rule = _RULE.match(line)
        if rule and out and i + 1 < len(lines):
            out[-1] = f"({out[-1]}) / ({lines[i + 1]}) {rule['rest']}".strip()
            i += 2
            continue
        factor = _FACTOR.search(line)
        ends = factor is not None and not line[factor.end() :].strip(" .") and _quantity(line)
        if ends and factor and i + 1 < len(lines) and _quantity(lines[i + 1]) and not _divides(line):
            out.append(f"({line[: factor.start()].strip()}) / ({lines[i + 1]}) {factor[0]}")
            i += 2
            continue
        if _FACTOR.fullmatch(line) and out and i + 1 < len(lines) and _stacks(out[-1], lines[i + 1]):
            out[-1] = f"({out[-1]}) / ({lines[i + 1]}) {line}"
            i += 2
            continue
        if out and (
            line[0] in "/÷" or out[-1][-1] in "/÷" or _FACTOR.match(line) or _BARE_PERCENT.match(line)
        ):
            out[-1] += " " + line
        else:
            out.append(line)
        i += 1
    return out


def _stacks(above: str, below: str) -> bool:
    """Whether two lines can be a fraction's halves."""
    return _quantity(above) and _quantity(below) and not _divides(above)


def _quantity(text: str) -> bool:
    return bool(_QUANTITY.match(text))


def _divides(text: str) -> bool:
    return bool(_slash(text, True) is not None or _DIVIDED.search(text))


def _ratio(text: str) -> Formula | None:
    """The text as a ratio."""
    body, factor = _take_factor(_without_definition(text))
    has_factor = factor.value is not None or factor.unit is not None
    body = _unwrap(body)
    found = _slash(body, has_factor) or _by_words(body, has_factor)
    if found is None:
        return None
    below, unit = _take_unit(_without_weight(found[1]), is_open=has_factor)
    if any(_depth(below, match.start() + 1) == 0 for match in _FRACTION.finditer(below)):
        return Formula(kind="ratio")
    numerator, denominator = _unwrap(found[0]), _unwrap(below)
    if not re.search(r"\w", numerator) or not re.search(r"\w", denominator):
        return None
    return Formula(
        kind="ratio",
        numerator=numerator,
        denominator=denominator,
        multiplier=factor.value,
        unit=factor.unit or unit,
    )


def _without_weight(text: str) -> str:
    """A denominator without the weight that the whole fraction is multiplied with."""
    weight = _WEIGHT.search(text)
    return text[: weight.start()] if weight and _depth(text, weight.start()) == 0 else text


def _take_unit(text: str, *, is_open: bool) -> tuple[str, str | None]:
    """A denominator in brackets and the unit behind it, which stands there unless a multiplier does."""
    text = text.strip()
    end = next((i for i in range(1, len(text) + 1) if _depth(text, i) == 0), 0) if text[:1] == "(" else 0
    unit = text[end:].strip(" .;")
    if is_open or not end or not _UNIT.fullmatch(unit):
        return text, None
    return text[:end], unit


def _without_definition(text: str) -> str:
    """The right side of ``Persentase X = ...``."""
    match = _DEFINES.match(text)
    if match and re.search(r"[^\W\d_]", match[0]) and text[match.end() :].strip():
        return text[match.end() :]
    return text


def _take_factor(text: str) -> tuple[str, _Factor]:
    """The text without its multiplier, and the multiplier."""
    if front := _FRONT_FACTOR.match(text):
        return text[front.end() :], _factor(front)
    last: re.Match[str] | None = None
    for match in _FACTOR.finditer(text):
        if _depth(text, match.start()) == 0 or not text[match.end() :].strip(" ).;"):
            last = match
    if last is None:
        return text, _Factor()
    rest = text[last.end() :].strip(" .;")
    if _UNIT.fullmatch(rest) and last["u"] is None and text[: last.start()].rstrip().endswith(")"):
        return _balanced(text[: last.start()].rstrip(" ,")), _Factor(_factor(last).value, rest)
    if rest and not rest.startswith(("=", ")", "(")) and not _quantity(rest.lstrip("/ ")):
        return text, _Factor()
    body = text[: last.start()].rstrip(" ,")
    if rest.startswith("/"):
        body += " " + rest
    return _balanced(body), _factor(last)


def _factor(match: re.Match[str]) -> _Factor:
    digits = re.sub(r"\s", "", match["n"])
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", digits):
        digits = digits.replace(".", "")
    digits = digits.replace(",", ".")
    if not digits.replace(".", "").isdigit():
        digits = "100"
    unit = match["u"]
    if unit and re.fullmatch(_PER_MILLE, unit, re.I):
        return _Factor(float(digits), "‰")
    return _Factor(float(digits), "%" if unit else None)


def _balanced(text: str) -> str:
    """The text without opening brackets at its start that nothing closes."""
    text = text.strip()
    while text.startswith("(") and text.count("(") > text.count(")"):
        text = text[1:].lstrip()
    return text


def _depth(text: str, at: int) -> int:
    count = text.count
    opened = count("(", 0, at) + count("[", 0, at) + count("{", 0, at)
    return opened - count(")", 0, at) - count("]", 0, at) - count("}", 0, at)


def _slash(text: str, has_factor: bool) -> tuple[str, str] | None:
    """Numerator and denominator around the slash that divides; None where no slash does."""
    in_words = [m.span() for m in _AND_OR.finditer(text)]
    if any(_depth(text, m.start()) <= 0 for m in _DIVIDED.finditer(text)):
        in_words += [m.span() for m in _TIGHT.finditer(text)]
    places = [m.start() for m in re.finditer(r"(?<!\d)/|/(?!\d)", text) if _depth(text, m.start()) <= 0]
    places = [at for at in places if not any(start <= at < end for start, end in in_words)]
    if not places:
        return None
    sides = [(text[:p].strip(), text[p + 1 :].strip()) for p in places]
    sides = [(a, b) for a, b in sides if a and b]
    stacked = [s for s in sides if s[0].endswith(")") and s[1].startswith("(")]
    bracketed = [s for s in sides if s[0].endswith(")") or s[1].startswith("(")]
    quantities = [s for s in sides if _quantity(s[1]) and (has_factor or _quantity(s[0]))]
    spaced = [
        (a, b)
        for p, (a, b) in zip(places, sides, strict=False)
        if text[p - 1 : p] == " " or text[p + 1 : p + 2] == " "
    ]
    for choice in (stacked, quantities, bracketed if has_factor else [], spaced if has_factor else []):
        if len(choice) == 1 or (choice and choice is stacked):
            return choice[0]
    if has_factor and len(sides) == 1:
        return sides[0]
    colon = re.split(r"\s:\s", text) if has_factor else []
    return (colon[0], colon[1]) if len(colon) == 2 else None


def _by_words(text: str, has_factor: bool) -> tuple[str, str] | None:
    """Numerator and denominator of a division in words ("dibagi"); None where there is none."""
    match = next((m for m in _DIVIDED.finditer(text) if _depth(text, m.start()) <= 0), None)
    if match and text[: match.start()].strip():
        left = re.sub(r"^(?:per\s?bandingan|rasio)\s+(?:antara\s+)?", "", text[: match.start()], flags=re.I)
        return left, text[match.end() :]
    compared = _COMPARED.match(text) or _SHARE.match(text)
    if compared:
        return compared["a"], compared["b"]
    colon = re.split(r"\s*:\s*", text) if has_factor else []
    if len(colon) == 2 and _quantity(colon[1]):
        return colon[0], colon[1]
    per = re.split(r"\s+per\s+(?=jumlah|∑|total)", text, flags=re.I)
    return (per[0], per[1]) if len(per) == 2 else None


def _unwrap(text: str) -> str:
    """A side of the fraction without the brackets around the whole and without trailing marks."""
    text = " ".join(text.split()).strip(" .;,=")
    while text[:1] in {"(", "[", "{"} and text[-1:] in {")", "]", "}"} and _closes_last(text):
        text = text[1:-1].strip()
    return text


def _closes_last(text: str) -> bool:
    depth = 0
    for i, char in enumerate(text):
        depth += (char in "([{") - (char in ")]}")
        if depth == 0:
            return i == len(text) - 1
    return False


def _not_a_ratio(parts: list[str]) -> Formula | None:
    """What is no ratio: difference, sum, count, index or prose."""
    text = "\n".join(parts)
    first = parts[0]
    if any(_ARITHMETIC.search(part) for part in parts) and not _is_product(first):
        return None
    expression = _unwrap(_without_definition(first)) if len(parts) == 1 else text
    kind = _kind(first, expression)
    return Formula(kind=kind, numerator=expression if kind != "text" else None)


def _is_product(text: str) -> bool:
    """Whether a text is a count times something other than a percentage."""
    return bool(_COUNT.match(text)) and not re.search(rf"[x×*]\s*{_HUNDRED}", text)


def _kind(first: str, expression: str) -> FormulaKind:
    terms = _terms(expression, r"\s-\s*|\s*-\s", _MINUS_WORD)
    if _DIFFERENCE.match(first) or (len(terms) == 2 and all(_quantity(t) for t in terms)):
        return "difference"
    terms = _terms(expression, r"\s*\+\s*", _PLUS_WORD)
    if _SUM.match(first) or (len(terms) > 1 and all(_quantity(t) for t in terms)):
        return "sum"
    if _COUNT.match(expression):
        return "count"
    return "index" if _INDEX.match(expression) else "text"


def _terms(text: str, sign: str, word: re.Pattern[str]) -> list[str]:
    """The text's terms outside brackets."""
    out: list[str] = []
    start = 0
    for match in re.finditer(rf"{sign}|{word.pattern}", text, re.I):
        if _depth(text, match.start()) == 0:
            out.append(text[start : match.start()])
            start = match.end()
    return [*out, text[start:]]
