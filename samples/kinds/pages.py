"""Setup of pages, headings, letterheads and signatures, shared by all kinds of documents."""

from __future__ import annotations

from typing import Any

from .content import Author
from .elements import Bar, Document, Emblem, Para, Setup, Sign, Signatory
from .offices import Office
from .type_faces import FAMILIES, STANDARD

DATE_WAYS = {"whole": 0.6, "day left open": 0.8, "year alone": 1.0}  # cumulated shares
PAPERS = {"A4": (595.3, 841.9), "F4": (609.4, 935.4), "Letter": (612.0, 792.0), "Legal": (612.0, 1008.0)}


def choose_setup(author: Author, landscape: float = 0.3, running: str = "") -> Setup:
    """Paper, type, page numbers at random."""
    pick, chance = author.pick, author.chance
    size = PAPERS[pick(("A4", "A4", "F4", "F4", "Letter", "Legal"))]
    if chance(landscape):
        size = (size[1], size[0])
    side, high = pick((45.0, 57.0, 71.0)), pick((50.0, 57.0, 71.0))
    family = pick((*FAMILIES, *STANDARD))
    tricks = frozenset(trick for trick in ("fake-bold", "words", "clip") if chance(0.12))
    return Setup(
        size,
        (side, high, pick((40.0, 57.0)), high),
        font=family,
        points=pick((9.5, 10.0, 10.5, 11.0, 11.0, 12.0)),
        lead=pick((1.17, 1.22, 1.3, 1.4)),
        justify=chance(0.5),
        running=running if running and chance(0.2) else "",
        foot=running if running and chance(0.12) else "",
        number=pick(("", "", "", "n", "n", "- n -", "n / N", "Halaman n dari N", "Page n")),
        number_at=pick(("center", "center", "right", "right", "left", "top")),
        number_first_page=chance(0.7),
        catchwords=chance(0.05),
        stamp=pick(("SALINAN",) + ("",) * 14),
        tricks=tricks,
    )


def letterhead(author: Author, office: Office, document: Document) -> None:
    """Emblem, government, office, address, a bar."""
    street = author.pick(("Mawar", "Pahlawan Muda", "Raya Timur", "Kenari", "Veteran Baru", "Lingkar Utara"))
    number, code = author.rng.randint(2, 190), author.rng.randint(10000, 98999)
    if author.chance(0.7):
        document.add(Emblem(46, "left", author.rng.randint(1, 99)))
    government = office.government.upper()
    name = office.name.upper()
    if author.chance(0.2):
        name = " ".join(name) if len(name) < 18 else name
    document.add(
        Para(government, "center", scale=1.1, after=1),
        Para(name, "center", bold=True, scale=1.35, after=1),
        Para(
            f"Jalan {street} Nomor {number} Telepon (0{number + 100}) {code + 500000}",
            "center",
            scale=0.85,
            after=1,
        ),
        Para(f"{office.seat.upper()} {code}", "center", scale=0.9, after=2),
        Bar(double=author.chance(0.4)),
    )


def heading(
    document: Document, *texts: str, scale: float = 1.1, after: float = 14.0, bold: bool = True
) -> None:
    """Centred heading lines."""
    for at, text in enumerate(texts):
        last = at == len(texts) - 1
        document.add(Para(text, "center", bold, scale, after=after if last else 1.0, keep=60))


def place_date(author: Author, office: Office, year: int) -> tuple[str, str | None]:
    """The line above a signature, and the date in it if it is whole."""
    words, iso = author.date(year)
    (way,) = author.rng.choices(list(DATE_WAYS), cum_weights=list(DATE_WAYS.values()))
    if way == "whole":
        return f"{office.seat}, {words}", iso
    if way == "day left open":
        return f"{office.seat},     {words.split(' ', 1)[1]}", None
    return f"{office.seat},                    {year}", None


def signatory(author: Author, title: str, above: tuple[str, ...] = (), named: float = 0.9) -> Signatory:
    """A signature of an invented person."""
    name = author.person() if author.chance(named) else "(..............................)"
    below: list[str] = []
    if author.chance(0.7):
        below.append(author.pick(RANKS))
    if author.chance(0.85):
        below.append(f"{author.pick(('NIP. ', 'NIP ', 'NIP.'))}{author.nip()}")
    titles = tuple(part for part in (*above, *title.split("\n")))
    return Signatory(titles, name, tuple(below))


RANKS = (
    "Pembina Utama Muda",
    "Pembina Tingkat I",
    "Pembina Tk. I",
    "Pembina",
    "Penata Tk. I",
    "Penata",
    "Penata Muda Tingkat I",
    "Pembina Utama Madya",
)


def signature_truth(block: Signatory, title: str) -> dict[str, Any]:
    """A signature as the truth tells it."""
    nip = next(
        (text.split(" ", 1)[-1].removeprefix("NIP.") for text in block.below if text.startswith("NIP")), None
    )
    rank = next((text for text in block.below if not text.startswith("NIP")), None)
    name = None if block.name.startswith("(.") else block.name
    return {"jabatan": title, "nama": name, "pangkat": rank, "nip": nip}


def sign_alone(document: Document, author: Author, block: Signatory) -> None:
    """One signature on the right."""
    document.add(Sign((block,), author.pick((2.6, 3.4, 4.0)), author.chance(0.3), author.chance(0.7)))
