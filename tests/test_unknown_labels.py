"""Keys of a form for which a record has no field, known and unknown ones."""

from __future__ import annotations

import pytest
from iki.normalize.decree_builder import build_decrees
from iki.schema.blocks import Block, Line
from iki.schema.geometry import bounding_box
from iki.schema.models import Decree
from printed import document, line, page, table, text

ROWS = [
    ["NO", "SASARAN", "INDIKATOR KINERJA", "FORMULASI", "SUMBER DATA"],
    ["1.", "Meningkatnya mutu", "Persentase laporan", "Jumlah laporan", "Register"],
]
COLON, VALUE = 150.0, 160.0  # points: where colons and values stand


def keyed(*rows: tuple[str, str]) -> Block:
    """Keys below one another, their colons and values below one another; a row without key goes on with the value."""
    made = []
    for n, (key, value) in enumerate(rows):
        words = [*(line(key, 50, 80 + 14 * n).words if key else ()), *line(value, VALUE, 80 + 14 * n).words]
        if key:
            words[-len(value.split()) : -len(value.split())] = line(":", COLON, 80 + 14 * n).words
        made.append(line(" ".join(w.text for w in words), 50, 80 + 14 * n))
        made[-1] = type(made[-1])(tuple(words), bounding_box(w.box for w in words), made[-1].text)
    return Block("text", bounding_box(ln.box for ln in made), lines=made)


def read(*rows: tuple[str, str]) -> Decree:
    whole = page(text("INDIKATOR KINERJA INDIVIDU", top=40), keyed(*rows), table(ROWS, top=400))
    (decree,) = build_decrees(document(whole))
    return decree


def lists(decree: Decree) -> tuple[list[str], list[str]]:
    (position,) = decree.positions
    return [v.text for v in position.tugas], [v.text for v in position.fungsi]


def told(decree: Decree, code: str) -> list[str]:
    return [gap.message.split(": ", 1)[1] for gap in decree.gaps if gap.code == code]


@pytest.mark.parametrize("numbers", [("1. ", "2. ", "3. ", "4. ", "5. "), ("",) * 5])
@pytest.mark.parametrize("unknown", ["Wewenang", "Hasil Kerja", "Ruang Lingkup"])
def test_an_unknown_key_ends_the_list_before_it(numbers: tuple[str, ...], unknown: str) -> None:
    one, two, three, four, five = numbers
    decree = read(
        (f"{one}Jabatan", "Kepala Seksi Pasar"),
        (f"{two}Tugas", "Menata pedagang pasar."),
        (f"{three}{unknown}", "a. menegur pedagang;"),
        ("", "b. menutup kios."),
        (f"{four}Fungsi", "a. pendataan kios;"),
        ("", "b. pelaporan."),
        (f"{five}Catatan", "tidak ada sama sekali"),
    )
    assert lists(decree) == (["Menata pedagang pasar."], ["pendataan kios;", "pelaporan."])
    assert told(decree, "unplaced-text") == [
        f"{three}{unknown} : a. menegur pedagang;",
        "b. menutup kios.",
        f"{five}Catatan : tidak ada sama sekali",
    ]


def test_items_that_count_on_where_keys_begin_are_no_keys() -> None:
    decree = read(
        ("1. Jabatan", "Kepala Seksi Pasar"),
        ("2. Tugas", "Menata pasar."),
        ("3. Fungsi", "sebagai berikut"),
    )
    numbered = text(
        *("INDIKATOR KINERJA INDIVIDU", "1. Jabatan : Kepala Seksi Pasar", "2. Fungsi :"),
        *("1. Pendataan kios: buku induk;", "2. Penataan kios: denah;", "3. Pelaporan kios: berkas."),
        top=40,
    )
    (decree,) = build_decrees(document(page(numbered, table(ROWS, top=400))))
    assert lists(decree)[1] == [
        "Pendataan kios: buku induk;",
        "Penataan kios: denah;",
        "Pelaporan kios: berkas.",
    ]


@pytest.mark.parametrize(
    ("above", "below", "names"),
    [
        ([("NIP", "19750101 200003 1 001")], [("Atasan Langsung", "Camat Elok")], "NIP; Atasan Langsung"),
        (
            [],
            [("Eselon", "IV.a"), ("Pangkat", "Penata"), ("Kelas Jabatan", "9")],
            "Eselon; Pangkat; Kelas Jabatan",
        ),
        ([], [("Eselon", "IV.a"), ("Tahun", "2023")], "Eselon"),
    ],
)
def test_known_keys_without_a_field_are_one_gap(
    above: list[tuple[str, str]], below: list[tuple[str, str]], names: str
) -> None:
    decree = read(*above, ("Jabatan", "Kepala Seksi Pasar"), *below, ("Tugas", "Menata pedagang pasar."))
    assert told(decree, "unkept-keys") == [names]
    assert lists(decree) == (["Menata pedagang pasar."], [])


def test_further_duties_are_duties() -> None:
    decree = read(
        ("Jabatan", "Kepala Seksi Pasar"), ("Tugas", "Menata pasar."), ("Tugas Tambahan", "Menjaga kas.")
    )
    assert lists(decree) == (["Menata pasar.", "Menjaga kas."], [])


@pytest.mark.parametrize(
    ("heading", "says"),
    [
        ("KEPALA SEKSI PEMERINTAHAN", ["Kepala Seksi Pelayanan Umum / KEPALA SEKSI PEMERINTAHAN"]),
        ("KASI PELAYANAN UMUM", []),
        ("CAMAT ELOK", []),
        ("KECAMATAN ELOK", []),
    ],
)
def test_a_heading_that_names_another_post_than_the_label_is_told(heading: str, says: list[str]) -> None:
    block = text(
        *(
            "INDIKATOR KINERJA INDIVIDU",
            heading,
            "1. Jabatan : Kepala Seksi Pelayanan Umum",
            "2. Tugas : melayani.",
        ),
        top=40,
    )
    (decree,) = build_decrees(document(page(block, table(ROWS))))
    assert [p.jabatan for p in decree.positions] == ["Kepala Seksi Pelayanan Umum"]
    assert [g.message.split(": ", 1)[1] for g in decree.gaps if g.field == "jabatan"] == says


@pytest.mark.parametrize("key", ["Pejabat Penilai :", "Dinilai Oleh:", "Penilai Kinerja :"])
@pytest.mark.parametrize("person", ["SURYA DHARMA, SE", "Dr. Ratna Contoh"])
def test_a_name_ends_before_a_key_beside_it(key: str, person: str) -> None:
    first = [*line(f"Nama : {person}", 50, 80).words, *line(f"{key} ANI LESTARI", 330, 80).words]
    made = [
        Line(tuple(first), bounding_box(w.box for w in first), " ".join(w.text for w in first)),
        line("Jabatan : Kepala Seksi Benih", 50, 94),
    ]
    keys = Block("text", bounding_box(ln.box for ln in made), lines=made)
    whole = page(text("INDIKATOR KINERJA INDIVIDU", top=40), keys, table(ROWS, top=400))
    (decree,) = build_decrees(document(whole))
    assert [p.nama for p in decree.positions] == [person]
    assert told(decree, "unkept-keys") == [key.strip(" :")]
