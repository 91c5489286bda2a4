"""The flow of lines and tables becomes forms, one per position."""

from __future__ import annotations

import pytest
from iki.normalize.forms.assembly import forms_of, is_heading
from iki.normalize.forms.printed_form import Forms
from iki.normalize.forms.titles import heading_name
from iki.normalize.reading_order import flow_of
from iki.schema.blocks import Page
from printed import document, page, table, text

HEADING = "INDIKATOR KINERJA INDIVIDU"
HEADER = ["NO", "SASARAN", "INDIKATOR KINERJA", "FORMULASI", "SUMBER DATA"]
ONE = ["1.", "Meningkatnya mutu", "Persentase laporan", "Jumlah laporan", "Register"]
TWO = ["2.", "Meningkatnya akses", "Jumlah rapat", "Jumlah", "Notula"]


def read(*pages: Page) -> Forms:
    return forms_of(flow_of(document(*pages)).items)


def names(found: Forms) -> list[str]:
    return [" ".join(p.line.text for p in form.jabatan) for form in found.forms]


def section(found: Forms, kind: str, form: int = 0) -> list[str]:
    return [p.line.text for p in found.forms[form].sections.get(kind, [])]


def form(name: str, top: float = 100.0, *, heading: bool = True) -> list:  # type: ignore[type-arg]
    lines = [HEADING] if heading else []
    lines += [f"1. Jabatan : {name}", "2. Tugas : memimpin kecamatan", "3. Fungsi :", "a. menyusun rencana;"]
    return [text(*lines, "b. membina desa.", top=top)]


def test_a_form_with_all_its_parts() -> None:
    found = read(page(*form("Camat"), table([HEADER, ONE, TWO]), text("Contoh, 5 Januari 2023", top=500)))
    assert names(found) == ["Camat"]
    assert section(found, "tugas") == ["memimpin kecamatan"]
    assert section(found, "fungsi") == ["a. menyusun rencana;", "b. membina desa."]
    (only,) = found.forms
    assert len(only.tables) == 1
    assert len(only.tables[0].rows) == 2
    assert [p.line.text for p in only.after] == ["Contoh, 5 Januari 2023"]
    assert only.pages == {1}


def test_one_form_a_page() -> None:
    pages = [
        page(*form(name), table([HEADER, ONE]), number=n) for n, name in enumerate(["Camat", "Sekcam"], 1)
    ]
    found = read(*pages)
    assert names(found) == ["Camat", "Sekcam"]
    assert [f.pages for f in found.forms] == [{1}, {2}]


def test_two_forms_on_a_page() -> None:
    found = read(
        page(
            *form("Camat"),
            table([HEADER, ONE], top=180),
            *form("Sekcam", 340),
            table([HEADER, TWO], top=420),
        )
    )
    assert names(found) == ["Camat", "Sekcam"]
    assert [f.tables[0].rows[0].text("no") for f in found.forms] == ["1.", "2."]


def test_forms_without_headings() -> None:
    pages = [
        page(*form(name, heading=False), table([HEADER, ONE]), number=n)
        for n, name in enumerate(["Camat", "Sekcam", "Kasi"], 1)
    ]
    assert names(read(*pages)) == ["Camat", "Sekcam", "Kasi"]


def test_the_heading_on_the_page_before() -> None:
    found = read(
        page(text(HEADING, top=700)), page(*form("Camat", heading=False), table([HEADER, ONE]), number=2)
    )
    assert names(found) == ["Camat"]
    assert len(found.forms[0].tables) == 1


def test_the_name_on_the_page_before() -> None:
    found = read(
        page(text(HEADING, "1. Jabatan : Camat", top=680)),
        page(text("2. Tugas : memimpin"), table([HEADER, ONE]), number=2),
    )
    assert names(found) == ["Camat"]
    assert section(found, "tugas") == ["memimpin"]
    assert found.forms[0].pages == {1, 2}


def test_two_tables_for_one_position() -> None:
    found = read(page(*form("Camat"), table([HEADER, ONE], top=180), table([HEADER, TWO], top=360)))
    (only,) = found.forms
    assert sum(len(t.rows) for t in only.tables) == 2


def test_a_position_without_a_table() -> None:
    found = read(page(*form("Camat")), page(*form("Sekcam"), table([HEADER, ONE]), number=2))
    assert names(found) == ["Camat", "Sekcam"]
    assert [len(f.tables) for f in found.forms] == [0, 1]


@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_over_the_page_break_is_one_table(repeated: bool) -> None:
    second = table([HEADER, TWO] if repeated else [TWO], top=60)
    found = read(page(*form("Camat"), table([HEADER, ONE], top=600)), page(second, number=2))
    (only,) = found.forms
    assert len(only.tables) == 1
    assert [row.text("no") for row in only.tables[0].rows] == ["1.", "2."]
    assert only.pages == {1, 2}


def test_a_list_over_the_page_break() -> None:
    found = read(
        page(text(HEADING, "Jabatan : Camat", "Fungsi :", "a. menyusun rencana;", top=660)),
        page(text("b. membina desa.", top=100), table([HEADER, ONE]), number=2),
    )
    assert section(found, "fungsi") == ["a. menyusun rencana;", "b. membina desa."]


def test_a_form_in_a_bordered_block() -> None:
    """Label, colon and text in the cells of a table of their own."""
    block = table(
        [
            ["1.", "Jabatan", ":", "Camat"],
            ["2.", "Tugas", ":", "memimpin"],
            ["3.", "Fungsi", ":", "membina desa"],
        ],
        xs=(50, 80, 160, 180, 500),
        top=120,
        height=20,
    )
    found = read(page(text(HEADING), block, table([HEADER, ONE])))
    assert names(found) == ["Camat"]
    assert section(found, "tugas") == ["memimpin"]
    assert section(found, "fungsi") == ["membina desa"]
    assert found.gaps == []


def test_a_form_above_the_header_in_the_same_grid() -> None:
    block = table([["1.", "Jabatan", ":", "Camat", ">"], ["2.", "Tugas", ":", "memimpin", ">"], HEADER, ONE])
    found = read(page(text(HEADING), block))
    assert names(found) == ["Camat"]
    assert section(found, "tugas") == ["memimpin"]
    assert len(found.forms[0].tables[0].rows) == 1


def test_a_wrapped_name() -> None:
    first = text("Jabatan : Kepala Seksi Ketenteraman dan")
    rest = text("Ketertiban Umum", x=first.lines[0].words[2].box.x0, top=112)
    first.lines += rest.lines
    assert names(read(page(first, table([HEADER, ONE])))) == ["Kepala Seksi Ketenteraman dan Ketertiban Umum"]


def test_a_table_of_other_columns_is_reported_and_not_forced() -> None:
    other = table([["NAMA", "NIP", "PANGKAT"], ["Budi", "1", "Penata"]], top=400)
    found = read(page(*form("Camat"), table([HEADER, ONE]), other))
    assert [placed.block for placed in found.forms[0].other_tables] == [other]
    assert len(found.forms[0].tables) == 1


def test_other_tasks_are_an_item_not_a_key() -> None:
    found = read(page(text("Jabatan : Camat", "Tugas :", "a. memimpin;", "b. Tugas lain yang diberikan")))
    assert section(found, "tugas") == ["a. memimpin;", "b. Tugas lain yang diberikan"]


def test_front_matter_belongs_to_no_form() -> None:
    front = page(text("KEPUTUSAN CAMAT CONTOH", "NOMOR 800/1/2023", "TENTANG", HEADING))
    found = read(front, page(*form("Camat"), table([HEADER, ONE]), number=2))
    assert names(found) == ["Camat"]
    assert [p.line.text for _, p in found.front][:2] == ["KEPUTUSAN CAMAT CONTOH", "NOMOR 800/1/2023"]


def test_nothing_gives_no_forms() -> None:
    assert read(page()).forms == []
    assert read(page(text("Surat edaran tentang rapat"))).forms == []


@pytest.mark.parametrize(
    "line",
    [
        HEADING,
        "Indikator Kinerja Individu",
        "INDIKATOR KINERJA INDIVIDU (IKI)",
        "A. INDIKATOR KINERJA INDIVIDU",
        "INDlKATOR KINERJA INDIVIDU",
        "INDIKATOR KINERJA INDIVIDU TAHUN 2023",
    ],
)
def test_headings(line: str) -> None:
    assert is_heading(line)


@pytest.mark.parametrize(
    "line",
    [
        "INDIKATOR KINERJA",
        "",
        "Jabatan : Camat",
        "menyusun indikator kinerja individu bagi seluruh pegawai di lingkungan kecamatan",
    ],
)
def test_lines_that_are_no_headings(line: str) -> None:
    assert not is_heading(line)


# ---- what stands between a heading and its table, and below it -----------------------------------------------


def test_lines_under_a_heading_that_no_label_opens_are_reported() -> None:
    lines = [HEADING, "CAMAT CONTOH", "Dengan ini disampaikan bahwa hasil kerja diukur setiap triwulan."]
    (only,) = read(page(text(*lines, top=100), table([HEADER, ONE]))).forms
    assert [p.line.text for p in only.unplaced] == lines[2:]


def test_lines_of_front_matter_are_no_form_s() -> None:
    lines = [HEADING, "CAMAT CONTOH", "MENIMBANG : a. bahwa hasil kerja perlu diukur;"]
    (only,) = read(page(text(*lines, top=100), table([HEADER, ONE]))).forms
    assert only.unplaced == []


SIGNED = ["Contoh, 5 Januari 2023", "Kepala Seksi Pelayanan,"]


@pytest.mark.parametrize("signed", [SIGNED, SIGNED[:1], SIGNED[1:]])
@pytest.mark.parametrize("ruled", [False, True])
def test_a_signature_within_an_inferred_table_s_reach_ends_it(signed: list[str], ruled: bool) -> None:
    rows: list[list[str | list[str]]] = [[*HEADER], [*ONE], [*TWO], ["", "", "", signed, ""]]
    below = text("Ratna Contoh, S.Sos", "NIP 19750101 200003 1 001", top=460)
    (only,) = read(page(text(HEADING), table(rows, ruled=ruled), below)).forms
    assert [row.text("no") for row in only.tables[0].rows] == (
        ["1.", "2."] if not ruled else ["1.", "2.", ""]
    )
    assert [p.line.text for p in only.after][: -len(below.lines)] == ([] if ruled else signed)


@pytest.mark.parametrize("last", ["Kepala Seksi Pelayanan,", "Camat", "Laporan, Januari 2023 dan seterusnya"])
def test_a_cell_at_an_inferred_table_s_end_stays_one(last: str) -> None:
    rows = [HEADER, ONE, ["2.", "Meningkatnya akses", "Jumlah rapat", "Jumlah", last]]
    (only,) = read(page(text(HEADING), table(rows, ruled=False), text("Catatan", top=460))).forms
    assert only.tables[0].rows[-1].text("sumber_data") == last


# ---- wrapped lines that read like something else -------------------------------------------------------------

HEADS = [
    "Peraturan Desa dan Peraturan Bupati;",
    "Keputusan Camat",
    "Nomor Induk Berusaha",
    "Lampiran dokumen",
]


@pytest.mark.parametrize("wrapped", HEADS)
def test_a_wrapped_line_that_begins_like_a_decree_s_head_stays_in_its_list(wrapped: str) -> None:
    texts = ["Jabatan : Camat", "Fungsi :", "1) menyiapkan penyusunan", wrapped, "2) membina desa."]
    found = read(page(text(*texts), table([HEADER, ONE])))
    assert section(found, "fungsi") == texts[2:]


@pytest.mark.parametrize("head", ["PERATURAN BUPATI CONTOH", "NOMOR 12 TAHUN 2023"])
def test_a_head_in_capitals_ends_a_list(head: str) -> None:
    found = read(page(text("Jabatan : Camat", "Fungsi :", "1) menyiapkan penyusunan", head, "2) Lain.")))
    assert section(found, "fungsi") == ["1) menyiapkan penyusunan"]


@pytest.mark.parametrize("wrapped", ["Indikator Kinerja Utama dinas", "Sasaran Kinerja Pegawai bawahan"])
def test_a_title_s_words_under_an_item_s_text_are_the_item_s(wrapped: str) -> None:
    hanging = text("1) menyiapkan penyusunan dan perubahan", "   2) menyusun", top=124)
    under = text(wrapped, x=hanging.lines[0].words[1].box.x0, top=136)
    found = read(
        page(
            text("Jabatan : Camat", "Fungsi :"),
            text("1) menyiapkan penyusunan dan perubahan", top=124),
            under,
            text("2) membina desa.", top=148),
            table([HEADER, ONE]),
        )
    )
    assert section(found, "fungsi")[1] == wrapped
    assert names(found) == ["Camat"]


# ---- agreements, and forms one below the other ---------------------------------------------------------------


@pytest.mark.parametrize("key", ["Unit Kerja", "Nama Unit", "SKPD"])
def test_an_annex_that_names_its_office_is_the_agreement_s(key: str) -> None:
    agreement = text(
        *("PERJANJIAN KINERJA", "Nama : Ratna Contoh", "Jabatan : Kepala Dinas Sosial"),
        *("selanjutnya disebut PIHAK PERTAMA", "Nama : Budi Contoh", "Jabatan : Bupati Contoh"),
        "selanjutnya disebut PIHAK KEDUA",
    )
    head = ["NO", "SASARAN", "INDIKATOR KINERJA", "SATUAN", "TARGET"]
    annex = [text("LAMPIRAN PERJANJIAN KINERJA", f"{key} : Dinas Sosial"), table([head, ONE])]
    (only,) = read(page(agreement), page(*annex, number=2)).forms
    assert [" ".join(p.line.text for p in named.lines) for named in only.names if named.role] == [
        "Kepala Dinas Sosial",
        "Bupati Contoh",
    ]
    assert len(only.tables) == 1


def signed(name: str, nip: str) -> list[str]:
    return ["Contoh, 2 Januari 2023", name, "Ratna Contoh", f"NIP 19750101 200003 1 {nip}"]


def test_a_table_that_counts_from_one_again_below_a_signature_is_another_form_s() -> None:
    posts = ["KEPALA BAGIAN HUKUM", "KEPALA BAGIAN UMUM", "KEPALA BAGIAN ORGANISASI"]
    pages = [
        page(text("TAHUN 2023"), table([HEADER, ONE, TWO]), text(*signed(post, f"00{n}"), top=500), number=n)
        for n, post in enumerate(posts, 1)
    ]
    assert [len(form.tables[0].rows) for form in read(*pages).forms] == [2, 2, 2]


def test_a_table_that_counts_on_below_a_signature_is_one() -> None:
    rest = ["3.", "Meningkatnya tertib", "Jumlah arsip", "Jumlah", "Daftar"]
    pages = [
        page(text(HEADING), table([HEADER, ONE, TWO]), text(*signed("CAMAT", "001"), top=500)),
        page(table([HEADER, rest]), text(*signed("CAMAT", "001"), top=500), number=2),
    ]
    assert [len(form.tables[0].rows) for form in read(*pages).forms] == [3]


# ---- tables under names without a label ------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["", "1. ", "a. ", "I. ", "1. IKI "])
def test_names_above_tables_that_count_from_one_are_forms(mark: str) -> None:
    posts = ["Kepala Seksi Pelayanan", "Kepala Seksi Pemerintahan", "Kepala Subbagian Umum"]
    blocks = [text(HEADING, "KECAMATAN CONTOH", top=60)]
    for n, post in enumerate(posts):
        blocks += [text(f"{mark}{post}", top=100 + 220 * n), table([HEADER, ONE, TWO], top=120 + 220 * n)]
    found = read(page(*blocks))
    assert [heading_name(form.heading.texts).text for form in found.forms] == posts  # type: ignore[union-attr]
    assert [len(form.tables[0].rows) for form in found.forms] == [2, 2, 2]


@pytest.mark.parametrize(
    ("line", "rows"),
    [
        ("Kepala Seksi Pelayanan", [ONE]),  # the same name once more
        ("Kepala Seksi Pemerintahan", [["3.", *ONE[1:]]]),  # counts on
        ("Persentase laporan yang selesai", [ONE]),
    ],
)
def test_lines_above_a_table_that_name_nobody_else_open_no_form(line: str, rows: list[list[str]]) -> None:
    blocks = [text(HEADING, "Kepala Seksi Pelayanan", top=60), table([HEADER, ONE, TWO], top=120)]
    found = read(page(*blocks), page(text(line, top=100), table([HEADER, *rows], top=120), number=2))
    assert len(found.forms) == 1


def test_degrees_on_the_line_below_a_person_s_name() -> None:
    name = text("Nama : dr. Ratna Contoh,", top=100)
    below = text("M.Kes", x=name.lines[0].words[2].box.x0, top=112)
    blocks = [text(HEADING, top=80), name, below, text("Jabatan : Camat", "Tugas : memimpin", top=130)]
    (only,) = read(page(*blocks, table([HEADER, ONE]))).forms
    assert only.person == "dr. Ratna Contoh, M.Kes"


# ---- rows between other forms, and behind letters --------------------------------------------------------------

OWN = [HEADING, "Jabatan : Kepala Seksi Kebersihan", "Tugas : membersihkan pasar"]
OTHER = [HEADING, "Jabatan : Kepala Seksi Pertamanan", "Tugas : merawat taman"]
THREE = ["3.", "Meningkatnya tertib", "Jumlah arsip", "Jumlah", "Daftar"]


def inserted(*, signer: str, headed: bool) -> list[tuple[str | None, int, int]]:
    """Name, rows and lines below the table of each form, where another's whole form stands within a form."""
    rest = [HEADER, THREE] if headed else [THREE]
    found = read(
        page(text(*OWN, top=40), table([HEADER, ONE, TWO])),
        page(
            text(*OTHER, top=40),
            table([HEADER, ONE, TWO]),
            text(*signed("KEPALA SEKSI PERTAMANAN", "001"), top=500),
            number=2,
        ),
        page(table(rest, top=60), text(*signed(signer, "002"), top=500), number=3),
    ).forms
    rows = [sum(len(t.rows) for t in form.tables) for form in found]
    posts = [form.jabatan[0].line.text if form.jabatan else None for form in found]
    return list(zip(posts, rows, [len(form.after) for form in found], strict=True))


@pytest.mark.parametrize("headed", [False, True])
@pytest.mark.parametrize(
    ("signer", "own", "other", "further"),
    [
        ("KEPALA SEKSI KEBERSIHAN", (3, 4), (2, 4), []),
        ("KEPALA SEKSI KEBERSIHAN KECAMATAN CONTOH", (3, 4), (2, 4), []),
        ("KEPALA SEKSI PERTAMANAN", (2, 0), (3, 8), []),
        ("KEPALA SUBBAGIAN UMUM", (2, 0), (2, 4), [(None, 1, 4)]),
    ],
)
def test_rows_below_another_form_s_signature_are_of_whose_holder_signs_them(
    signer: str, own: tuple[int, int], other: tuple[int, int], further: list[object], *, headed: bool
) -> None:
    assert inserted(signer=signer, headed=headed) == [
        ("Kepala Seksi Kebersihan", *own),
        ("Kepala Seksi Pertamanan", *other),
        *further,
    ]


@pytest.mark.parametrize("letter", [["Contoh, 9 Maret 2023", "Kepada Yth. Camat"], ["Daftar hadir rapat"]])
def test_a_table_goes_on_behind_a_page_of_something_else(letter: list[str]) -> None:
    (form,) = read(
        page(text(*OWN, top=40), table([HEADER, ONE, TWO])),
        page(text(*letter), number=2),
        page(table([THREE], top=60), text(*signed("KEPALA SEKSI KEBERSIHAN", "002"), top=500), number=3),
    ).forms
    assert [len(t.rows) for t in form.tables] == [3]
    assert [p.line.text for p in form.unplaced] == letter
    assert len(form.after) == len(signed("", ""))


@pytest.mark.parametrize("first", [ONE, ["1.", "Tertibnya kios", "Jumlah kios", "Hitung kios", "Buku"]])
@pytest.mark.parametrize("number", [1, 2])
def test_a_form_whose_table_lacks_its_head_has_that_of_the_form_before(first: list[str], number: int) -> None:
    below = [text(*OTHER, top=400), table([first], top=470)]
    own = [text(*OWN, top=40), table([HEADER, ONE, TWO], top=120)]
    pages = [page(*own, *below)] if number == 1 else [page(*own), page(*below, number=2)]
    found = read(*pages).forms
    assert [[len(t.rows) for t in form.tables] for form in found] == [[2], [1]]
    assert not any(form.other_tables for form in found)


def test_a_headless_table_of_other_columns_stays_another_table() -> None:
    other = table([["1.", "Budi Contoh, S.Sos", "Penata Muda"]], xs=(50, 90, 300, 560), top=470)
    found = read(
        page(text(*OWN, top=40), table([HEADER, ONE, TWO], top=120), text(*OTHER, top=400), other)
    ).forms
    assert [len(form.other_tables) for form in found] == [0, 1]


@pytest.mark.parametrize("caption", ["C. Indikator Kinerja", "3. Indikator Kinerja", "C. Daftar Indikator"])
def test_a_numbered_caption_above_the_table_is_no_item(caption: str) -> None:
    duties = ["A. Tugas", "Menata pasar.", "B. Fungsi", "a. pendataan kios;", "b. pelaporan."]
    found = read(page(text(HEADING, "KEPALA SEKSI PASAR", *duties, caption, top=40), table([HEADER, ONE])))
    assert section(found, "fungsi") == ["a. pendataan kios;", "b. pelaporan."]


def test_the_last_item_of_a_list_is_no_caption() -> None:
    duties = ["Fungsi :", "a. pendataan kios;", "b. Indikator kinerja pasar"]
    found = read(page(text(HEADING, "Jabatan : Camat", *duties, top=40), table([HEADER, ONE])))
    assert section(found, "fungsi") == duties[1:]
