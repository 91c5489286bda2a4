"""Where forms begin without labels, and whose they are."""

from __future__ import annotations

import pytest
from iki.normalize.decree_builder import build_decrees
from iki.normalize.forms.assembly import forms_of
from iki.normalize.forms.form_names import name_of
from iki.normalize.forms.names_of_posts import names_level
from iki.normalize.forms.printed_form import Form, Heading
from iki.normalize.forms.titles import Title, heading_name
from iki.normalize.reading_order import flow_of
from iki.schema.blocks import Page
from iki.schema.models import Decree, Signature
from printed import document, page, table, text

TITLE = "INDIKATOR KINERJA INDIVIDU"
HEADER = ["NO", "SASARAN", "INDIKATOR KINERJA", "FORMULASI", "SUMBER DATA"]
ONE = ["1.", "Meningkatnya mutu", "Persentase laporan", "Jumlah laporan", "Register"]
TWO = ["2.", "Meningkatnya akses", "Jumlah rapat", "Jumlah", "Notula"]
NAMES = ["KEPALA SEKSI BENIH", "DINAS PERKEBUNAN", "SEKRETARIS KECAMATAN"]
SIGNED = [
    ["Mekarsari, 5 Januari 2031", "KEPALA SEKSI BENIH"],
    ["Arjuna Wibisana", "NIP. 19700101 199001 1 001"],
    ["PIHAK PERTAMA", "Larasati Kirana"],
]


def read(*pages: Page) -> list[Form]:
    return forms_of(flow_of(document(*pages)).items).forms


def two_pages(first: list[str], signed: list[str], second: list[str], *, head: bool = True) -> list[Form]:
    """A form, and a title right above a table at the next page's top; among pages without either."""
    below = [text(*signed, top=600)] if signed else []
    further = table([HEADER, TWO] if head else [TWO], top=160)
    return read(
        page(text("Pemberitahuan umum", top=300)),
        page(text(*first), table([HEADER, ONE]), *below, number=2),
        page(text(*second), further, number=3),
        page(text("Catatan umum", top=300), number=4),
        page(text("Catatan akhir", top=300), number=5),
    )


def headings(forms: list[Form]) -> list[list[str]]:
    return [[t for t in form.heading.texts if t] for form in forms if form.heading is not None]


def rows(forms: list[Form]) -> list[int]:
    return [sum(len(table.rows) for table in form.tables) for form in forms]


# ---- titles at a page's top ------------------------------------------------------------------------------


@pytest.mark.parametrize("signed", SIGNED)
def test_a_title_after_a_signature_begins_a_form(signed: list[str]) -> None:
    assert rows(two_pages([TITLE, NAMES[0]], signed, [TITLE])) == [1, 1]
    assert rows(two_pages([TITLE, NAMES[0]], signed, [f"{TITLE} {NAMES[0]}"])) == [1, 1]


@pytest.mark.parametrize(
    ("first", "second"), [(NAMES[0], NAMES[1]), (NAMES[1], NAMES[2]), (NAMES[2], NAMES[0])]
)
def test_a_title_with_another_name_begins_a_form(first: str, second: str) -> None:
    found = two_pages([TITLE, first], [], [f"{TITLE} {second}"])
    assert headings(found) == [[first], [second]]
    assert rows(found) == [1, 1]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("note", [[], ["Catatan: angka sementara"], ["Jumlah dihitung setiap bulan"]])
def test_a_title_that_only_repeats_begins_none(name: str, note: list[str]) -> None:
    for second in (TITLE, f"{TITLE} {name}"):
        assert rows(two_pages([TITLE, name], note, [second])) == [2]


@pytest.mark.parametrize(
    ("first", "second"), [(NAMES[0], NAMES[1]), (NAMES[1], NAMES[2]), (NAMES[2], NAMES[0])]
)
def test_a_table_without_a_head_goes_on_whatever_the_title_says(first: str, second: str) -> None:
    assert rows(two_pages([TITLE, first], SIGNED[0], [f"{TITLE} {second}"], head=False)) == [2]


# ---- titles at a page's foot -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_heading_of_a_title_at_a_pages_foot_stands_on_the_next(name: str) -> None:
    (form,) = read(
        page(text("Surat", top=300), text(TITLE, top=680)), page(text(name), table([HEADER, ONE]), number=2)
    )
    assert form.heading is not None
    assert [placed.page.number for placed in form.heading.lines] == [2]
    assert form.heading.texts[-1] == name


@pytest.mark.parametrize("name", NAMES)
def test_a_heading_does_not_go_on_over_a_page_or_two(name: str) -> None:
    whole = page(text("Surat", top=300), text(TITLE, "DINAS PERIKANAN", top=680))
    (form,) = read(whole, page(text(name), table([HEADER, ONE]), number=2))
    assert form.heading is not None
    assert form.heading.texts == ["", "DINAS PERIKANAN"]
    alone = page(text("Surat", top=300), text(TITLE, top=680))
    (form,) = read(alone, page(number=2), page(text(name), table([HEADER, ONE]), number=3))
    assert form.heading is not None
    assert form.heading.texts == [""]


# ---- who heads the unit ----------------------------------------------------------------------------------

UNITS = [
    ("DINAS PERKEBUNAN", "KEPALA DINAS PERKEBUNAN"),
    ("BIDANG KOPI", "KEPALA BIDANG KOPI"),
    ("BADAN KEPEGAWAIAN", "Plt. KEPALA BADAN KEPEGAWAIAN"),
]


def a_form(*lines: str) -> Form:
    (form,) = read(page(text(*lines), table([HEADER, ONE])))
    return form


@pytest.mark.parametrize(("unit", "post"), UNITS)
def test_an_individuals_form_is_of_who_heads_the_unit(unit: str, post: str) -> None:
    found = name_of(a_form(TITLE, unit), [Signature(jabatan=post)])
    assert found is not None
    assert (found.source, found.post) == ("signature", True)
    assert found.text in post


@pytest.mark.parametrize(("unit", "post"), UNITS)
def test_a_units_form_and_one_that_two_signed_keep_the_units_name(unit: str, post: str) -> None:
    for form, signed in (
        (a_form("INDIKATOR KINERJA UTAMA", unit), [Signature(jabatan=post)]),
        (a_form(TITLE, unit), [Signature(jabatan=post), Signature(jabatan=f"SEKRETARIS {unit}")]),
        (a_form(TITLE, unit), [Signature(jabatan=post, confidence=0.1)]),
        (a_form(TITLE, unit), []),
    ):
        found = name_of(form, signed)
        assert found is not None
        assert (found.text, found.source, found.post) == (unit, "heading", False)


@pytest.mark.parametrize(
    "post", ["CAMAT MEKARSARI", "BUPATI AWAN JAYA", "KEPALA DINAS PERIKANAN", "Pj. WALI KOTA ELOK"]
)
@pytest.mark.parametrize("unit", ["SEKSI PELAYANAN UMUM", "BIDANG KOPI", "DINAS PERKEBUNAN"])
def test_who_signed_above_the_unit_does_not_name_its_form(unit: str, post: str) -> None:
    found = name_of(a_form(TITLE, unit), [Signature(jabatan=post)])
    assert found is not None
    assert (found.text, found.source) == (unit, "heading")


@pytest.mark.parametrize(
    ("unit", "post"),
    [
        ("KECAMATAN MEKARSARI", "CAMAT MEKARSARI"),
        ("INSPEKTORAT", "INSPEKTUR"),
        ("DINAS PERKEBUNAN KABUPATEN AWAN JAYA", "KEPALA DINAS"),
    ],
)
def test_posts_that_head_a_unit_under_another_name(unit: str, post: str) -> None:
    found = name_of(a_form(TITLE, unit), [Signature(jabatan=post), Signature(jabatan="BUPATI AWAN JAYA")])
    assert found is not None
    assert (found.text, found.source, found.post) == (post, "signature", True)


@pytest.mark.parametrize(("unit", "post"), UNITS)
def test_a_label_or_a_post_in_the_heading_counts_before_who_signed(unit: str, post: str) -> None:
    labelled = name_of(a_form(TITLE, unit, "Jabatan : Bendahara"), [Signature(jabatan=post)])
    assert labelled is not None
    assert (labelled.text, labelled.source) == ("Bendahara", "key")
    entitled = name_of(a_form(TITLE, "SEKRETARIS", unit), [Signature(jabatan=post)])
    assert entitled is not None
    assert entitled.source == "heading"
    assert entitled.post


# ---- an agreement's annex alone --------------------------------------------------------------------------

TARGETS = ["NO", "SASARAN", "INDIKATOR KINERJA", "TARGET"]
TARGET = ["1.", "Meningkatnya panen", "Produksi kopi", "90 ton"]
PROGRAMS = [["PROGRAM", "ANGGARAN", "KETERANGAN"], ["1. Program Penyuluhan", "1.250.000.000", "APBD"]]


def annex(*lines: str, programs: bool = True, targets: bool = True) -> Decree:
    blocks = [text("PERJANJIAN KINERJA TAHUN 2031", *lines)]
    blocks += [table([TARGETS, TARGET])] if targets else []
    blocks += [table(PROGRAMS, top=400, xs=(50, 300, 420, 560))] if programs else []
    (decree,) = build_decrees(document(page(*blocks)))
    return decree


@pytest.mark.parametrize("name", NAMES)
def test_an_annex_that_stands_alone_is_an_agreement(name: str) -> None:
    decree = annex(name)
    assert decree.form == "pk"
    (position,) = decree.positions
    assert (position.jabatan, position.jabatan_from) == (name, "heading")
    assert [row.extra["target"].text for row in position.rows] == ["90 ton"]
    assert [program.anggaran for program in position.programs] == [1250000000]


@pytest.mark.parametrize("name", NAMES)
def test_targets_without_programmes_or_a_name_are_no_agreement(name: str) -> None:
    for decree in (annex(name, programs=False), annex(name, targets=False), annex()):
        assert (decree.form, decree.positions) == ("other", [])


@pytest.mark.parametrize("stamped", ["KEPALA", "- KEPALA", "Kepala"])
def test_a_rank_alone_under_a_stamp_names_nobody(stamped: str) -> None:
    signed = [Signature(jabatan=stamped, confidence=1.0)]
    form = Form(page(), heading=Heading(Title("iku", "DINAS PERKEBUNAN"), page()))
    name = name_of(form, signed)
    assert name is not None
    assert (name.text, name.post) == ("DINAS PERKEBUNAN", False)


# ---- names that stand apart -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "post", ["Wakil Dekan Bidang Akademik", "KEPALA SEKSI PELAYANAN", "Sekretaris Camat Elok Raya"]
)
@pytest.mark.parametrize("between", ["Individual Performance Indicators", "berlaku sejak ditetapkan,"])
def test_a_post_alone_above_the_table_is_the_name(post: str, between: str) -> None:
    above = text("INDIKATOR KINERJA INDIVIDU", between, post, top=60)
    (decree,) = build_decrees(document(page(above, table([HEADER, ONE], top=300))))
    assert [p.jabatan for p in decree.positions] == [post]
    assert not [gap for gap in decree.gaps if post in gap.message]


@pytest.mark.parametrize(
    "running",
    ["IKI Kepala Seksi Desa", "Indikator Kinerja Individu Kepala Seksi Desa", "(IKI) Kepala Seksi Desa"],
)
def test_the_running_head_may_name_the_post(running: str) -> None:
    head = text("INDIKATOR KINERJA INDIVIDU", "KECAMATAN ELOK RAYA", top=120)
    first = page(text(running, top=30), head, table([HEADER, ONE], top=300))
    second = page(
        text(running.replace("Desa", "Kota"), top=30), head, table([HEADER, ONE], top=300), number=2
    )
    (decree,) = build_decrees(document(first, second))
    assert [p.jabatan for p in decree.positions] == ["Kepala Seksi Desa", "Kepala Seksi Kota"]


@pytest.mark.parametrize(
    "unit", ["PENGADILAN AGAMA ELOK", "KOMISI PEMILIHAN UMUM KOTA ELOK", "FAKULTAS TEKNIK"]
)
@pytest.mark.parametrize("signed", ["KETUA,", "KEPALA,"])
def test_a_rank_alone_is_no_name_beside_a_unit_s(unit: str, signed: str) -> None:
    head = text("INDIKATOR KINERJA UTAMA", unit, top=60)
    foot = text("Elok, 2 Januari 2024", signed, "Ratna Contoh", "NIP 19750101 200003 1 001", top=500)
    (decree,) = build_decrees(document(page(head, table([HEADER, ONE], top=300), foot)))
    assert [p.jabatan for p in decree.positions] == [unit]
    assert decree.form == "iku"


@pytest.mark.parametrize("title", ["PENETAPAN IKU", "REVIU IKU", "FORM IKU"])
@pytest.mark.parametrize("signed", ["Plh. Kepala Dinas", "KEPALA DINAS"])
def test_a_short_form_makes_a_title(title: str, signed: str) -> None:
    head = text(f"{title} DINAS KOPERASI KAB. ELOK TAHUN 2031", top=60)
    foot = text("Elok, 2 Januari 2031", signed, "Ratna Contoh", "NIP 19750101 200003 1 001", top=500)
    (decree,) = build_decrees(document(page(head, table([HEADER, ONE], top=300), foot)))
    assert decree.form == "iku"
    assert [p.jabatan for p in decree.positions] == ["DINAS KOPERASI KAB. ELOK"]


@pytest.mark.parametrize(
    "sentence", ["Dalam IKU ini", "Penyusunan IKU dan IKI dilakukan bersama oleh semua bidang"]
)
def test_a_sentence_with_a_short_form_is_no_title(sentence: str) -> None:
    (decree,) = build_decrees(document(page(text(sentence, top=60))))
    assert decree.form == "other"


@pytest.mark.parametrize(
    "sentence", ["Badan mempunyai tugas membantu Bupati", "Dinas adalah unsur pelaksana"]
)
def test_a_sentence_that_begins_with_a_unit_s_word_names_nothing(sentence: str) -> None:
    letterhead = text("PEMERINTAH KABUPATEN ELOK", "BADAN PANGAN", "Jl. Elok No. 17 Kode Pos 34764", top=30)
    head = text("INDIKATOR KINERJA UTAMA (IKU)", "TAHUN 2031", sentence, top=100)
    (decree,) = build_decrees(document(page(letterhead, head, table([HEADER, ONE], top=300))))
    assert [p.jabatan for p in decree.positions] == ["BADAN PANGAN"]


@pytest.mark.parametrize(
    "office", ["pada Kecamatan Elok Hilir", "PADA DINAS PANGAN KOTA ELOK", "di Kelurahan Elok"]
)
def test_a_post_that_wraps_in_a_caption_is_whole_without_its_office(office: str) -> None:
    post = "Kasi Kesejahteraan Masyarakat" if not office.isupper() else "KASI KESEJAHTERAAN MASYARAKAT"
    first, last = post.rsplit(" ", 1)
    caption = f"LAMPIRAN I : {TITLE if office.isupper() else TITLE.title()} {first}"
    (decree,) = build_decrees(
        document(page(text(caption, f"{last} {office}", top=60), table([HEADER, ONE], top=300)))
    )
    assert [p.jabatan for p in decree.positions] == [post]


@pytest.mark.parametrize("number", ["NOMOR : 800/30/2031", "Nomor: 5 Tahun 2031"])
@pytest.mark.parametrize("post", ["Kasi Kesejahteraan", "KEPALA SEKSI BENIH"])
def test_an_annex_s_number_below_its_title_keeps_the_title(number: str, post: str) -> None:
    head = text(f"LAMPIRAN I : {TITLE} {post}", number, "TANGGAL : 10 Januari 2031", top=120)
    (decree,) = build_decrees(document(page(head, table([HEADER, ONE], top=300))))
    assert [p.jabatan for p in decree.positions] == [post]


@pytest.mark.parametrize("unit", ["SEKRETARIAT", "BIDANG TAMAN KOTA", "SEKSI BENIH"])
@pytest.mark.parametrize("number", ["", "1. ", "A. "])
def test_a_labelled_part_of_the_headings_office_names_the_form(unit: str, number: str) -> None:
    heading = [
        "INDIKATOR KINERJA UTAMA UNIT KERJA",
        "DI LINGKUNGAN DINAS PERKEBUNAN",
        f"{number}UNIT KERJA : {unit}",
    ]
    (form,) = read(page(text(*heading), table([HEADER, ONE])))
    name = name_of(form)
    assert name is not None
    assert name.text == unit


@pytest.mark.parametrize(("title", "name"), [("INDIVIDU", "SEKRETARIS"), ("UTAMA", "KECAMATAN ELOK RAYA")])
def test_a_secretary_who_signed_names_an_individual_s_form_within_the_unit(title: str, name: str) -> None:
    head = text(f"INDIKATOR KINERJA {title}", "KECAMATAN ELOK RAYA", top=60)
    foot = text("Elok, 2 Januari 2024", "SEKRETARIS,", "Ratna Contoh", "NIP 19750101 200003 1 001", top=500)
    (decree,) = build_decrees(document(page(head, table([HEADER, ONE], top=300), foot)))
    assert [p.jabatan for p in decree.positions] == [name]


# ---- levels of posts -------------------------------------------------------------------------------------

LEVELS = [
    "ESELON III",
    "Eselon III.a",
    "PEJABAT ADMINISTRATOR",
    "JABATAN PIMPINAN TINGGI PRATAMA",
    "ESELON III DAN IV",
]


def levelled(level: str, *signed: str) -> Decree:
    """A form that says of which level its post is, and of which office."""
    head = text(
        f"INDIKATOR KINERJA INDIVIDU {level.upper()}", "DINAS PANGAN KABUPATEN ELOK", "TAHUN 2031", top=60
    )
    foot = text("Elok, 2 Januari 2031", *signed, "Ratna Contoh", "NIP 19750101 200003 1 001", top=500)
    (decree,) = build_decrees(document(page(head, table([HEADER, ONE], top=300), foot)))
    return decree


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("post", ["Kabid Benih", "Sekretaris Dinas Pangan", "KEPALA SEKSI PASAR"])
def test_a_level_names_no_post_but_who_signed_does(level: str, post: str) -> None:
    (position,) = levelled(level, post).positions
    assert (position.jabatan, position.jabatan_from) == (post, "signature")


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_is_no_name_where_nobody_signed(level: str) -> None:
    decree = levelled(level)
    assert decree.form == "iki"
    assert [position.jabatan for position in decree.positions] == [None]
    assert any(gap.code == "missing-jabatan" for gap in decree.gaps)


@pytest.mark.parametrize(
    "text", ["Pengawas Sekolah", "Pelaksana Teknis Kebun", "PENGAWAS", "Administrator Basis Data", "ESELON"]
)
def test_posts_in_words_of_levels_are_no_levels(text: str) -> None:
    assert not names_level(text)


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_below_a_unit_is_no_part_of_its_name(level: str) -> None:
    name = heading_name(["", "DINAS PANGAN", level.upper(), "KABUPATEN ELOK"])
    assert name is not None
    assert name.text == "DINAS PANGAN"


# ---- names that wrap ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        ("KEPALA SUB BAGIAN", "RUMAH TANGGA"),
        ("KEPALA SEKSI", "PERPUSTAKAAN"),
        ("Kepala Bidang", "Museum Daerah"),
    ],
)
def test_a_post_that_stops_at_its_part_goes_on_below_though_that_names_a_unit(name: tuple[str, str]) -> None:
    found = heading_name(["", *name, "SEKRETARIAT DPRD", "TAHUN 2031"])
    assert found is not None
    assert found.text == " ".join(name)


@pytest.mark.parametrize(
    "office", ["DINAS PERKEBUNAN", "RUMAH SAKIT UMUM DAERAH ELOK", "KECAMATAN ELOK RAYA"]
)
def test_an_office_below_a_post_without_its_part_s_name_is_none_of_the_name(office: str) -> None:
    found = heading_name(["", "KEPALA BIDANG", office])
    assert found is not None
    assert found.text == "KEPALA BIDANG"


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_below_an_area_is_no_part_of_its_name(level: str) -> None:
    head = text("INDIKATOR KINERJA INDIVIDU", "DINAS PANGAN KABUPATEN ELOK", level.upper(), top=60)
    (decree,) = build_decrees(document(page(head, table([HEADER, ONE], top=300))))
    assert decree.decree.kabupaten_kota == "Kabupaten Elok"
    assert decree.decree.unit_kerja == "Dinas Pangan"
