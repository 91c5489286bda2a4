"""Places, dates and signatures below a form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iki.normalize.forms.lists import PlacedLine
from iki.normalize.signatures import SignatureBlock, nip_of, place_and_date, read_signatures
from iki.schema.blocks import Line, Page, Word
from iki.schema.geometry import Box, bounding_box

SIZE = 10.0
PAGE = Page(number=4, width=600.0, height=800.0)


def line(top: float, *parts: tuple[float, str]) -> PlacedLine:
    """A line of texts at x positions; a letter is half as wide as the font is high."""
    words = []
    for x, text in parts:
        for word in text.split():
            width = 5.0 * len(word)
            words.append(Word(word, Box(x, top, x + width, top + 1.2 * SIZE), SIZE))
            x += width + 2.5
    return PlacedLine(
        PAGE, Line(tuple(words), bounding_box(w.box for w in words), " ".join(w.text for w in words))
    )


def block(*texts: str, x: float = 350.0, room_before: int = -1) -> list[PlacedLine]:
    """Lines one below the other, with room for signing before one of them."""
    lines, top = [], 500.0
    for n, text in enumerate(texts):
        top += 60.0 if n == room_before else 14.0
        lines.append(line(top, (x, text)))
    return lines


def only(found: SignatureBlock) -> tuple[str | None, str | None, str | None, str | None]:
    (signature,) = found.signatures
    return signature.jabatan, signature.nama, signature.pangkat, signature.nip


def test_the_usual_block() -> None:
    found = read_signatures(
        block(
            "Muara Elok, 5 Januari 2023",
            "CAMAT MUARA ELOK,",
            "Drs. SEKAR WIRAJATI, M.Si",
            "Pembina Tk. I",
            "NIP. 19700101 199503 2 901",
            room_before=2,
        )
    )
    assert (found.place, found.date) == ("Muara Elok", "2023-01-05")
    assert only(found) == (
        "CAMAT MUARA ELOK",
        "Drs. SEKAR WIRAJATI, M.Si",
        "Pembina Tk. I",
        "197001011995032901",
    )
    assert found.signatures[0].page == 4
    assert found.signatures[0].bbox == [350.0, 528.0, 470.0, 628.0]
    assert not found.leftover


def test_decided_in_two_lines_and_a_post_of_two_lines() -> None:
    found = read_signatures(
        block(
            "Ditetapkan di : Muara Elok",
            "pada tanggal : 9 Pebruari 2024",
            "a.n. BUPATI TANAH ELOK",
            "KEPALA DINAS PERTANIAN",
            "DAN PANGAN,",
            "ttd",
            "Ir. LARAS PUSPA",
            "NIP 19690101 199403 2 902",
            room_before=6,
        )
    )
    assert (found.place, found.date) == ("Muara Elok", "2024-02-09")
    assert only(found) == (
        "a.n. BUPATI TANAH ELOK KEPALA DINAS PERTANIAN DAN PANGAN",
        "Ir. LARAS PUSPA",
        None,
        "196901011994032902",
    )


def test_two_blocks_side_by_side() -> None:
    lines = [
        line(500, (60, "Mengetahui,"), (360, "Muara Elok, 5 Maret 2023")),
        line(514, (60, "CAMAT MUARA ELOK"), (360, "KASI PEMERINTAHAN")),
        line(574, (60, "SEKAR WIRAJATI, S.H."), (360, "BAYU LAKSANA, S.E.")),
        line(588, (60, "Pembina"), (360, "Penata Muda Tk. I (III/b)")),
        line(602, (60, "NIP. 19700101 199503 2 901"), (360, "NIP. 19800101 200503 1 903")),
    ]
    found = read_signatures(lines)
    assert [(s.jabatan, s.nama, s.pangkat, s.nip) for s in found.signatures] == [
        ("CAMAT MUARA ELOK", "SEKAR WIRAJATI, S.H.", "Pembina", "197001011995032901"),
        ("KASI PEMERINTAHAN", "BAYU LAKSANA, S.E.", "Penata Muda Tk. I", "198001012005031903"),
    ]
    assert (found.place, found.date) == ("Muara Elok", "2023-03-05")
    assert not found.leftover


def test_blocks_below_each_other() -> None:
    found = read_signatures(
        [
            *block("LURAH TELUK", "AGNI SARI", "NIP. 19700101 199503 2 901", room_before=1),
            *[
                line(700 + 14 * n, (350, text))
                for n, text in enumerate(
                    ["Mengetahui,", "CAMAT TELUK", "BIMA SETA", "NIP. 19710101 199503 1 904"]
                )
            ],
        ]
    )
    assert [s.jabatan for s in found.signatures] == ["LURAH TELUK", "CAMAT TELUK"]
    assert [s.nama for s in found.signatures] == ["AGNI SARI", "BIMA SETA"]


def test_a_post_alone_and_a_name_without_nip() -> None:
    assert only(read_signatures(block("CAMAT MUARA ELOK"))) == ("CAMAT MUARA ELOK", None, None, None)
    found = read_signatures(block("CAMAT MUARA ELOK,", "( SEKAR WIRAJATI )", room_before=1))
    assert only(found) == ("CAMAT MUARA ELOK", "SEKAR WIRAJATI", None, None)
    found = read_signatures(block("LURAH ELOK", "(....................)", "NIP. ................"))
    assert only(found) == ("LURAH ELOK", None, None, None)


def test_notes_and_prose_are_left_over() -> None:
    note = block("Catatan: angka sementara", "dapat berubah pada akhir tahun", x=60)
    prose = block(
        "Indikator ini menjadi dasar penilaian kinerja pegawai pada akhir tahun anggaran berjalan.", x=60
    )
    lines = [*prose, *block("CAMAT ELOK", "BIMA SETA", "NIP. 19710101 199503 1 904", room_before=1), *note]
    found = read_signatures(lines)
    assert only(found) == ("CAMAT ELOK", "BIMA SETA", None, "197101011995031904")
    assert [p.line.text for p in found.leftover] == [p.line.text for p in [*prose, *note]]


def test_no_lines_and_no_signature() -> None:
    assert read_signatures([]) == SignatureBlock()
    stray = block("sebagaimana tersebut di atas")
    assert read_signatures(stray).leftover == stray


@pytest.mark.parametrize(
    ("text", "place", "date"),
    [
        ("Sukamaju, 5 Januari 2023", "Sukamaju", "2023-01-05"),
        ("Sukamaju,    Januari 2023", "Sukamaju", None),
        ("Sukamaju, tanggal 05-01-2023", "Sukamaju", "2023-01-05"),
        ("Ditetapkan di Sukamaju pada tanggal 2 Mei 2023", "Sukamaju", "2023-05-02"),
        ("Ditetapkan di Sukamaju", "Sukamaju", None),
        ("Pada tanggal : 2 Mei 2023", None, "2023-05-02"),
    ],
)
def test_place_and_date(text: str, place: str | None, date: str | None) -> None:
    assert place_and_date(text) == (place, date)


@pytest.mark.parametrize(
    "text", ["BAYU LAKSANA, S.E.", "CAMAT ELOK,", "Laporan, data tahun 2023 yang lengkap", ""]
)
def test_no_place_and_date(text: str) -> None:
    assert place_and_date(text) is None


@pytest.mark.parametrize(
    ("text", "nip"),
    [
        ("NIP. 19700101 199503 2 901", "197001011995032901"),
        ("N I P : 197001011995032901", "197001011995032901"),
        ("NlP. 197OO1O1 199503 2 901", "197001011995032901"),
        ("NIPPPK. 198001012023211001", "198001012023211001"),
        ("NIP.", ""),
        ("19700101 199503 2 901", "197001011995032901"),
        ("NIP dan nama pegawai", None),
        ("Nipah 12", None),
    ],
)
def test_nip(text: str, nip: str | None) -> None:
    assert nip_of(text) == nip


@given(st.lists(st.text("ABCDEabc NIP.:19,5()-_", min_size=1, max_size=30).filter(str.strip), max_size=8))
def test_no_word_is_lost(texts: list[str]) -> None:
    lines = block(*texts)
    found = read_signatures(lines)
    if not found.signatures and found.place is None and found.date is None:
        kept = "".join(p.line.text for p in found.leftover)
        lost = [
            t
            for t in texts
            if any(c.isalpha() for c in t) and "".join(t.split())[:3] not in "".join(kept.split())
        ]
        assert not lost
