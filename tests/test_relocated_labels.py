"""Labels in the middle beside their value, within a paragraph, or set apart by a full stop; lists in two columns."""

from __future__ import annotations

import pytest
from iki.normalize.decree_builder import build_decrees
from iki.normalize.forms.labels import inline_label
from iki.normalize.line_joining import line_of
from iki.schema.blocks import Block
from iki.schema.geometry import bounding_box
from iki.schema.models import Position
from printed import document, line, page, table, text

ROWS = [
    ["NO", "SASARAN", "INDIKATOR KINERJA", "FORMULASI", "SUMBER DATA"],
    ["1.", "Meningkatnya mutu", "Persentase laporan", "Jumlah laporan", "Register"],
]


def block(*parts: tuple[str, float, float]) -> Block:
    """Lines of text at their places (x, top); those at one height are one line."""
    heights = sorted({top for _, _, top in parts})
    lines = [
        line_of(
            [w for t, x, top in sorted(parts, key=lambda p: p[1]) if top == y for w in line(t, x, top).words]
        )
        for y in heights
    ]
    return Block("text", bounding_box(ln.box for ln in lines), lines=lines)


def read(*blocks: Block, title: str = "INDIKATOR KINERJA INDIVIDU") -> Position:
    (decree,) = build_decrees(document(page(text(title, top=40), *blocks, table(ROWS, top=400))))
    (position,) = decree.positions
    return position


def items(position: Position) -> tuple[list[str], list[str]]:
    return [v.text for v in position.tugas], [v.text for v in position.fungsi]


@pytest.mark.parametrize(
    ("post", "duty"),
    [
        ("Jabatan/Position :", "Tugas/Duty :"),
        ("JABATAN / POST :", "TUGAS / TASK :"),
        ("Nama Jabatan/Title :", "Tugas/Tasks :"),
    ],
)
def test_a_label_may_say_the_same_in_another_language(post: str, duty: str) -> None:
    found = read(
        block((post, 50, 100), ("Camat Elok", 200, 100), (duty, 50, 120), ("Memimpin kecamatan.", 200, 120))
    )
    assert found.jabatan == "Camat Elok"
    assert items(found) == (["Memimpin kecamatan."], [])


@pytest.mark.parametrize(
    ("above", "beside", "below"),
    [
        (["Menyusun rencana kerja seksi dan"], "", ["melaporkan hasilnya kepada camat."]),
        (
            ["Menyusun rencana kerja seksi,"],
            "membina seluruh warga desa dan",
            ["melaporkan hasilnya kepada camat."],
        ),
        (
            ["Menyusun rencana kerja seksi,", "membina seluruh warga desa,"],
            "",
            ["mengawasi pembangunan desa dan", "melaporkan hasilnya kepada camat."],
        ),
    ],
)
def test_a_label_in_the_middle_beside_its_value_has_all_of_it(
    above: list[str], beside: str, below: list[str]
) -> None:
    printed = [*above, *([beside] if beside else []), *below]
    parts = [(value, 200.0, 130.0 + 12 * n) for n, value in enumerate(printed)]
    middle = 130 + 12 * len(above) - (0 if beside else 6)
    found = read(
        block(
            ("Jabatan :", 50, 100),
            ("Camat Elok", 200, 100),
            *parts,
            ("Tugas :", 50, middle),
            ("Fungsi :", 50, 220),
            ("membina warga;", 200, 220),
        )
    )
    assert items(found) == ([" ".join(printed)], ["membina warga;"])


@pytest.mark.parametrize("last", ["melapor kepada camat.", "melapor."])
def test_a_value_that_wraps_below_the_label_before_stays_there(last: str) -> None:
    found = read(
        block(
            ("Jabatan :", 50, 100),
            ("Camat Elok", 200, 100),
            ("Tugas :", 50, 112),
            ("Menyusun rencana dan", 200, 112),
            (last, 200, 124),
            ("Fungsi :", 50, 136),
            ("membina warga", 200, 136),
            ("desa.", 200, 148),
        )
    )
    assert items(found) == ([f"Menyusun rencana dan {last}"], ["membina warga desa."])


@pytest.mark.parametrize(("first", "second"), [("1)", "2)"), ("a.", "b."), ("(1)", "(2)")])
def test_a_numbered_list_that_begins_beside_its_label_has_nothing_above(first: str, second: str) -> None:
    found = read(
        block(
            ("Jabatan :", 50, 100),
            ("Camat Elok", 200, 100),
            ("Tugas :", 50, 114),
            ("Mengawasi kelurahan,", 200, 114),
            ("desa dan dusun", 200, 128),
            ("Fungsi :", 50, 139),
            (f"{first} membina warga;", 200, 139),
            (f"{second} menata desa;", 200, 150),
        )
    )
    assert items(found) == (["Mengawasi kelurahan, desa dan dusun"], ["membina warga;", "menata desa;"])


@pytest.mark.parametrize(("first", "second"), [("FUNGSI :", "a)"), ("FUNGSI:", "1)"), ("FUNGSI :", "(1)")])
def test_a_label_within_the_paragraph_of_another_opens_its_list(first: str, second: str) -> None:
    style = {"a)": "abc", "1)": "123", "(1)": "123"}[second]
    marks = [second.replace(style[0], each) for each in style]
    duties = f"{first} {marks[0]} menyusun rencana; {marks[1]} membina warga; dan {marks[2]} melapor."
    words = f"Membantu Camat dalam urusan desa. {duties}".split()
    lines = [" ".join(words[i : i + 7]) for i in range(0, len(words), 7)]
    found = read(
        block(
            ("Jabatan :", 50, 100),
            ("Kepala Seksi Desa", 200, 100),
            ("Tugas :", 50, 120),
            *((value, 200.0, 120.0 + 12 * n) for n, value in enumerate(lines)),
        )
    )
    assert items(found) == (
        ["Membantu Camat dalam urusan desa."],
        ["menyusun rencana;", "membina warga; dan", "melapor."],
    )


@pytest.mark.parametrize("mark", ["(1)", "a.", "1."])
def test_a_full_stop_sets_a_label_apart(mark: str) -> None:
    found = read(
        block(
            ("Jabatan : Camat Elok", 50, 100),
            ("Tugas. Memimpin kecamatan dan membina", 50, 120),
            ("seluruh warga.", 50, 132),
            ("Fungsi.", 50, 152),
            (f"{mark} menyusun rencana;", 60, 164),
            (f"{mark.replace('1', '2').replace('a', 'b')} melapor.", 60, 176),
        )
    )
    assert items(found) == (
        ["Memimpin kecamatan dan membina seluruh warga."],
        ["menyusun rencana;", "melapor."],
    )


def test_a_sentence_that_ends_with_a_label_s_word_is_no_label() -> None:
    found = read(
        block(
            ("Jabatan : Camat Elok", 50, 100),
            ("Tugas : Memimpin kecamatan sesuai dengan", 50, 120),
            ("Fungsi.", 100, 132),
        )
    )
    assert items(found) == (["Memimpin kecamatan sesuai dengan Fungsi."], [])


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (["a.", "b."], ["c.", "d."]),
        (["1)", "2)", "3)"], ["4)", "5)"]),
        (["(1)", "(2)"], ["(3)", "(4)"]),
        (["a.", "b."], ["c."]),
        (["1)", "2)", "3)"], ["4)"]),
    ],
)
def test_a_list_in_two_columns_is_read_down_the_first_one(left: list[str], right: list[str]) -> None:
    duties = ["menyusun rencana;", "membina warga;", "mengelola aset;", "mengawasi desa;", "melapor."]
    printed = [(f"{mark} {duties[n]}", 60.0, 160.0 + 14 * n) for n, mark in enumerate(left)]
    printed += [(f"{mark} {duties[len(left) + n]}", 300.0, 160.0 + 14 * n) for n, mark in enumerate(right)]
    found = read(
        block(
            ("1. JABATAN : Camat Elok", 50, 100), ("3. FUNGSI", 50, 130), *printed, ("4. INDIKATOR", 50, 230)
        )
    )
    assert items(found)[1] == duties[: len(left) + len(right)]


@pytest.mark.parametrize("label", ["4. INDIKATOR", "IV. INDIKATOR KINERJA", "D. SASARAN"])
def test_a_number_and_capitals_alone_end_a_list(label: str) -> None:
    found = read(
        block(
            ("1. JABATAN : Camat Elok", 50, 100),
            ("3. FUNGSI", 50, 130),
            ("a. menyusun rencana;", 60, 150),
            ("b. melapor.", 60, 164),
            (label, 50, 190),
            ("Sebagaimana tabel berikut.", 60, 204),
        )
    )
    assert items(found)[1] == ["menyusun rencana;", "melapor."]


# ---- sentences, parties side by side, posts above lists ------------------------------------------------------


@pytest.mark.parametrize("has", ["mempunyai tugas", "mempunyai tugas pokok", "memiliki tugas"])
@pytest.mark.parametrize(
    "lead", ["Untuk melaksanakan tugas tersebut, Camat menyelenggarakan", "Dalam melaksanakan tugas"]
)
def test_sentences_that_say_what_labels_do(has: str, lead: str) -> None:
    found = read(
        block(
            ("Jabatan : Camat Elok", 50, 100),
            (f"Camat Elok {has} memimpin kecamatan", 50, 120),
            ("dan membina warga.", 50, 132),
            (lead, 50, 152),
            ("fungsi : a. menyusun rencana; b. membina warga; dan c. melapor.", 50, 164),
        )
    )
    assert items(found) == (
        ["memimpin kecamatan dan membina warga."],
        ["menyusun rencana;", "membina warga; dan", "melapor."],
    )


@pytest.mark.parametrize(
    "sentence", ["Warga mempunyai tugas menjaga desa.", "Dalam melaksanakan tugas, camat hadir."]
)
def test_other_sentences_of_duties_are_no_labels(sentence: str) -> None:
    found = read(
        block(
            ("Jabatan : Camat Elok", 50, 100), ("Tugas : Memimpin kecamatan.", 50, 120), (sentence, 90, 132)
        )
    )
    assert len(found.tugas) >= 1
    assert found.fungsi == []
    assert found.tugas[0].text.startswith("Memimpin kecamatan.")


@pytest.mark.parametrize("label", ["Jabatan", "JABATAN", "Nama Jabatan"])
def test_parties_side_by_side_keep_their_own_labels(label: str) -> None:
    rows = [
        ("Nama :", "Ratna Contoh", "Bima Asri"),
        (f"{label} :", "Kepala Bagian Umum", "Sekretaris Daerah"),
    ]
    parts = [
        part
        for n, (key, left, right) in enumerate(rows)
        for part in (
            (key, 50.0, 100.0 + 16 * n),
            (left, 130.0, 100.0 + 16 * n),
            (key, 320.0, 100.0 + 16 * n),
            (right, 400.0, 100.0 + 16 * n),
        )
    ]
    called = [("disebut PIHAK PERTAMA", 50.0, 140.0), ("disebut PIHAK KEDUA", 320.0, 140.0)]
    found = read(block(*parts, *called), title="PERJANJIAN KINERJA TAHUN 2031")
    assert found.jabatan == "Kepala Bagian Umum"


@pytest.mark.parametrize("post", ["2. Peneliti Ahli Pertama", "II. Camat Elok", "Kepala Seksi Desa"])
def test_a_post_above_a_list_s_label_below_a_table_begins_a_form(post: str) -> None:
    first = block(
        ("1. Perencana Ahli Muda", 50, 60), ("Uraian tugas :", 50, 80), ("menyusun rencana.", 150, 80)
    )
    second = block((post, 50, 300), ("Uraian tugas :", 50, 320), ("menulis laporan.", 150, 320))
    whole = page(
        text("INDIKATOR KINERJA INDIVIDU", top=40), first, table(ROWS, top=120), second, table(ROWS, top=400)
    )
    (decree,) = build_decrees(document(whole))
    assert [p.jabatan for p in decree.positions] == ["Perencana Ahli Muda", post.rsplit(". ", maxsplit=1)[-1]]


@pytest.mark.parametrize("number", ["", "II. ", "2) ", "b. "])
def test_a_label_behind_its_own_number_stays_with_it(number: str) -> None:
    assert inline_label(line(f"{number}TUGAS : 1) menyusun rencana", 50, 100)) is None


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["Nama", "Ratna Contoh", "Jabatan", "Camat Elok"],
            ["NIP", "19750101 200003 1 001", "Pangkat", "Pembina"],
        ],
        [["Jabatan", "Camat Elok", "Unit Kerja", "Kecamatan Elok"], ["Nama", "Ratna Contoh", "NIP", "1975"]],
        [["NIP", "1975", "Nama Jabatan", "Camat Elok"], ["Nama", "Ratna Contoh", "Eselon", "III.a"]],
    ],
)
def test_labels_side_by_side_in_a_box_have_their_own_values(rows: list[list[str]]) -> None:
    box = table(rows, (50, 120, 300, 380, 560), top=80, height=30)
    head = text("INDIKATOR KINERJA INDIVIDU", "KECAMATAN ELOK", top=40)
    (decree,) = build_decrees(document(page(head, box, table(ROWS, top=300))))
    assert [p.jabatan for p in decree.positions] == ["Camat Elok"]


@pytest.mark.parametrize(
    "name",
    [
        ("KEPALA SEKSI BENIH DAN PUPUK", "DINAS PERKEBUNAN"),
        ("Kepala Seksi Taman dan", "Makam Kota Elok"),
        ("Sekretaris Kelurahan", "Teluk Elok"),
    ],
)
@pytest.mark.parametrize("indent", [0, 6])
def test_a_colon_may_begin_the_value_in_whose_middle_the_label_stands(
    name: tuple[str, str], indent: int
) -> None:
    """As browsers set a table of label and value, the colon in the value's cell."""
    label = [("Jabatan", 50, 106), (":", 120, 100), (name[0], 126, 100), (name[1], 120 + indent, 112)]
    position = read(block(("Nama : Arjuna", 50, 80), *label, ("Tugas : menyusun rencana", 50, 140)))
    assert position.jabatan == " ".join(name)


@pytest.mark.parametrize("side", ["fungsi", "tugas"])
@pytest.mark.parametrize("split", [False, True])
def test_labels_side_by_side_above_their_values_have_what_stands_below_each(side: str, split: bool) -> None:
    left, right = ("Tugas :", "Fungsi :") if side == "fungsi" else ("Fungsi :", "Tugas :")
    head = block(("Jabatan :", 50, 100), (right, 300, 100))
    rest = block(
        ("Kepala Seksi Kebersihan", 50, 112),
        ("1. Menyusun rencana pasar", 300, 112),
        ("2. Membina para pedagang", 300, 124),
        (left, 50, 140),
        ("Memimpin seksi serta", 50, 152),
        ("melaporkan hasilnya.", 50, 164),
    )
    inferred = table([["Jabatan :", right]], (46, 296, 560), top=97, height=14, ruled=False)
    found = read(inferred if split else head, rest)
    assert found.jabatan == "Kepala Seksi Kebersihan"
    listed, told = (
        ["Menyusun rencana pasar", "Membina para pedagang"],
        ["Memimpin seksi serta melaporkan hasilnya."],
    )
    assert items(found) == ((told, listed) if side == "fungsi" else (listed, told))
