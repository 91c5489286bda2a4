"""The desa and kelurahan of the ministry's newest list, looked up below a region that is known already.

An office that is a kelurahan or desa gets the code of its own (35.07.27.2001) where the decree names a kecamatan or
kabupaten that is known: among 83,762 names most stand for many places, so none is looked for without that, none with
another spelling, and none where two below the region bear it. The code itself tells a kelurahan (1 after the last dot)
from a desa (2), so what is printed before the name counts. Only the newest list is shipped (0.5 MB); an older decree's
region has to be in it under the same code and name (`regions` sees to that).

The file has a line for each kecamatan: its code, a tab, and its villages as ``2001 Name``, separated by ``|``. It is
read when the first such office is met.
"""

from __future__ import annotations

import gzip
import re
from functools import cache

from .vocabulary_files import DATA

FILE = "villages.csv.gz"
# What such offices are called, and the digit that begins the last part of their code.
KINDS = {"kelurahan": "1", "kel": "1"} | dict.fromkeys(
    ("desa", "nagari", "gampong", "kampung", "pekon", "tiyuh", "lembang", "negeri", "ohoi"), "2"
)
_OFFICE = re.compile(rf"(?P<kind>{'|'.join(KINDS)})\b\.?\s+(?P<name>\S.*)", re.I)
_KABUPATEN = len("35.07")


def of_office(office: str | None) -> tuple[str, str] | None:
    """Whether the office is a kelurahan or a desa, as its codes have it, and its name; None if it is neither."""
    found = _OFFICE.fullmatch((office or "").strip())
    return (KINDS[found["kind"].casefold()], found["name"]) if found else None


def find(office: str | None, within: str) -> tuple[str, str] | None:
    """Code and name of the one village below the region ``within`` that the office is named after."""
    wanted = of_office(office)
    if wanted is None:
        return None
    digit, name = wanted
    found = [
        (code, known)
        for code, known in _below(within)
        if code.rpartition(".")[2].startswith(digit)
        and _bare(name) in {_bare(known), _bare(_without_kind(known))}
    ]
    return found[0] if len(found) == 1 else None


def name_of(code: str) -> str | None:
    """The village of a code of four parts."""
    return next((name for known, name in _below(code.rpartition(".")[0]) if known == code), None)


def _below(within: str) -> list[tuple[str, str]]:
    return [
        (f"{kecamatan}.{number}", name)
        for kecamatan, villages in _lines().get(within[:_KABUPATEN], ())
        if kecamatan == within or kecamatan.startswith(f"{within}.")
        for number, _, name in (village.partition(" ") for village in villages.split("|"))
    ]


@cache
def _lines() -> dict[str, list[tuple[str, str]]]:
    """Each kabupaten's kecamatan with their villages, as the file has them."""
    out: dict[str, list[tuple[str, str]]] = {}
    for line in gzip.decompress((DATA / FILE).read_bytes()).decode().splitlines():
        kecamatan, _, villages = line.partition("\t")
        out.setdefault(kecamatan[:_KABUPATEN], []).append((kecamatan, villages))
    return out


def _without_kind(name: str) -> str:
    found = _OFFICE.fullmatch(name)
    return found["name"] if found else name


def _bare(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()
