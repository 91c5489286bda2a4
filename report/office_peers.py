"""Which office a decree is of, what kind of office that is, and which positions it lacks beside its peers.

Peers are offices whose name begins with the same word (Kecamatan, Dinas, Puskesmas ...). An office lacks a
position if nearly all of its peers have it. With few peers nothing is said: it would be guessing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass

from ..schema.models import Decree, Metadata

FEWEST_PEERS = 3
NEARLY_ALL = 0.9


@dataclass(frozen=True, slots=True)
class Lack:
    """A position that an office lacks although ``having`` of its ``peers`` have it."""

    office: str
    position: str
    having: int
    peers: int


def office_name(meta: Metadata) -> str | None:
    """The office that the decree names, if any."""
    if meta.unit_kerja:
        return meta.unit_kerja
    if meta.kecamatan:
        return f"Kecamatan {meta.kecamatan}"
    return None


def region_name(decree: Decree) -> str | None:
    """The decree's regency, city or province: as the official list names it, else as printed, if at all."""
    official, meta = decree.wilayah, decree.decree
    if official is not None and (official.kabupaten_kota or not meta.kabupaten_kota):
        return official.kabupaten_kota or official.provinsi
    return meta.kabupaten_kota or meta.provinsi


def lacking(positions: Mapping[str, Set[str]]) -> list[Lack]:
    """Positions missing per office compared with its peers; ``positions`` maps office to canonical names."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for office in positions:
        kinds[office.split()[0].casefold()].append(office)
    out = []
    for offices in kinds.values():
        peers = len(offices) - 1
        if peers < FEWEST_PEERS:
            continue
        having = Counter(name for office in offices for name in positions[office])
        common = sorted(name for name, count in having.items() if count >= NEARLY_ALL * peers)
        out += [
            Lack(office, name, having[name], peers)
            for office in sorted(offices)
            for name in common
            if name not in positions[office]
        ]
    return out
