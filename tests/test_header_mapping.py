"""Header cells to fields, in whatever wording, order, line breaks and with typos."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iki.normalize.tables.header_mapping import claim, is_indicator_table, map_columns

WORDINGS = {
    "no": ["NO", "No.", "NO.", "N O", "Nomor", "NO URUT", "no"],
    "sasaran": [
        "SASARAN",
        "SASARAN STRATEGIS",
        "SASARAN/KINERJA UTAMA",
        "Sasaran Kinerja",
        "KINERJA UTAMA",
        "SASARAN PROGRAM / KEGIATAN",
        "SASARAN\nKEGIATAN",
        "TUJUAN",
        "Kinerja Individu",
    ],
    "indikator": [
        "INDIKATOR",
        "INDIKATOR KINERJA UTAMA",
        "Indikator Kinerja Individu",
        "INDIKATOR KINERJA PROGRAM",
        "INDIKATOR\nKINERJA",
        "INDIKATOR SASARAN",
        "INDIKATOR KINERJA (IKI)",
        "INDlKATOR KINERJA",
        "INDIKATR KINERJA",
    ],
    "formulasi": [
        "FORMULASI",
        "FORMULASI PERHITUNGAN",
        "PENJELASAN/FORMULASI PERHITUNGAN",
        "Penjelasan / Formulasi Penghitungan",
        "ALASAN/PENJELASAN",
        "RUMUS PERHITUNGAN",
        "FORMULA",
        "CARA MENGHITUNG",
        "DEFINISI OPERASIONAL DAN FORMULA",
        "FORMULASI PERHITUNGAN INDIKATOR",
        "PENJELASAN\nFORMULASI\nPERHITUNGAN",
        "FORMULASI PENGUKURAN INDIKATOR KINERJA",
        "FORMULSI PERHITUGAN",
    ],
    "sumber_data": [
        "SUMBER DATA",
        "Sumber Data",
        "SUMBER\nDATA",
        "SUMBER",
        "SUMBER DATA INDIKATOR",
        "SUMBR DATA",
    ],
}
FIELDS = list(WORDINGS)


@pytest.mark.parametrize(
    ("field", "header"), [(field, text) for field, texts in WORDINGS.items() for text in texts]
)
def test_wordings(field: str, header: str) -> None:
    assert claim(header)[0] == field


headers = st.tuples(*(st.sampled_from(WORDINGS[field]) for field in FIELDS))


@given(headers, st.permutations(range(len(FIELDS))))
def test_every_wording_in_every_order(texts: tuple[str, ...], order: list[int]) -> None:
    columns = map_columns([(texts[i], n * 100.0, n * 100.0 + 100) for n, i in enumerate(order)])
    assert [c.field for c in columns] == [FIELDS[i] for i in order]
    assert [c.x0 for c in columns] == [n * 100.0 for n in range(len(order))]
    assert is_indicator_table(columns)


@given(headers, st.integers(0, 3), st.randoms(use_true_random=False))
def test_one_wrong_letter_in_a_long_header_does_no_harm(
    texts: tuple[str, ...], which: int, rng: random.Random
) -> None:
    clean = ["SASARAN KINERJA", "INDIKATOR KINERJA", "FORMULASI PERHITUNGAN", "SUMBER DATA"]
    text = clean[which]
    place = rng.randrange(1, text.index(" ") - 1)
    damaged = text[:place] + rng.choice("XQZ") + text[place + 1 :]
    clean[which] = damaged
    columns = map_columns([(t, i * 100.0, i * 100.0 + 100) for i, t in enumerate(clean)])
    assert [c.field for c in columns] == FIELDS[1:]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("TARGET", "target"),
        ("PENANGGUNG JAWAB", "penanggung_jawab"),
        ("SATUAN", "satuan"),
        ("KETERANGAN", "keterangan"),
        ("TARGET KINERJA", "target_kinerja"),
        ("PENANGGUNG JAWAB INDIKATOR", "penanggung_jawab_indikator"),
        ("TARGET 2024", "target_2024"),
        ("", "kolom"),
    ],
)
def test_further_columns_keep_their_own_names(header: str, name: str) -> None:
    columns = map_columns([("SASARAN", 0, 1), ("INDIKATOR", 1, 2), (header, 2, 3)])
    assert columns[2].field == name
    assert columns[2].is_extra


def test_further_columns_of_one_name_are_numbered() -> None:
    columns = map_columns([("INDIKATOR", 0, 1), ("TARGET", 1, 2), ("TARGET", 2, 3), ("Target", 3, 4)])
    assert [c.field for c in columns] == ["indikator", "target", "target_2", "target_3"]


def test_the_stronger_claim_wins() -> None:
    columns = map_columns([("KINERJA", 0, 1), ("SASARAN", 1, 2), ("INDIKATOR", 2, 3)])
    assert [c.field for c in columns] == ["kinerja", "sasaran", "indikator"]


@given(st.lists(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ /", max_size=20), min_size=1, max_size=8))
def test_no_two_columns_share_a_field(texts: list[str]) -> None:
    columns = map_columns([(text, i, i + 1.0) for i, text in enumerate(texts)])
    assert len(columns) == len({c.field for c in columns}) == len(texts)


@pytest.mark.parametrize(
    "texts",
    [
        ["NAMA", "NIP", "PANGKAT"],
        ["NO", "URAIAN TUGAS", "HASIL"],
        ["INDIKATOR", "TARGET"],
        ["SASARAN", "TARGET", "ANGGARAN"],
        ["Bulan", "Jumlah"],
    ],
)
def test_other_tables_are_not_forced(texts: list[str]) -> None:
    assert not is_indicator_table(map_columns([(text, i, i + 1.0) for i, text in enumerate(texts)]))


@pytest.mark.parametrize("text", ["", "Uraian", "Camat", "2023", "ab", "Nama Pegawai", "Jumlah"])
def test_words_that_claim_nothing(text: str) -> None:
    assert claim(text) == ("", 0.0)


@pytest.mark.parametrize(
    ("left", "field"), [("MBER", "sumber_data"), ("DIKAT", "indikator"), ("RGET", "rget")]
)
def test_what_a_stamp_leaves_of_a_header_tells_its_field(left: str, field: str) -> None:
    assert map_columns([("NO", 0, 1), (left, 1, 2)])[1].field == field


def test_what_is_left_of_a_header_takes_no_field_from_a_whole_one() -> None:
    columns = map_columns([("SUMBER DATA", 0, 1), ("MBER", 1, 2)])
    assert [column.field for column in columns] == ["sumber_data", "mber"]


@pytest.mark.parametrize(
    ("heads", "wanted"),
    [
        (["2019", "Target 2020", "2021"], ["target_2019", "target_2020", "target_2021"]),
        (["CAPAIAN 2021", "2022"], ["capaian_2021", "capaian_2022"]),
        (["2021", "2022"], ["2021", "2022"]),
        (["Target 2020", "Hasil 2021"], ["target_2020", "hasil_2021"]),
    ],
)
def test_years_share_the_word_over_them(heads: list[str], wanted: list[str]) -> None:
    every = ["INDIKATOR", "SASARAN", *heads]
    columns = map_columns([(text, 50.0 * i, 50.0 * i + 50) for i, text in enumerate(every)])
    assert [c.field for c in columns][2:] == wanted


@pytest.mark.parametrize(
    "header",
    ["Sumber Data / Penanggung Jawab", "PENANGGUNG JAWAB/ SUMBER DATA", "Penanggung Jawab/\nData Pendukung"],
)
@pytest.mark.parametrize("has_own", [True, False])
def test_a_header_of_two_names_is_the_field_s_that_no_other_column_claims(
    header: str, *, has_own: bool
) -> None:
    headers = ["Sasaran", "Indikator", "Formulasi", header, *(["Sumber Data"] if has_own else [])]
    columns = map_columns([(text, 100.0 * i, 100.0 * i + 90) for i, text in enumerate(headers)])
    assert columns[3].is_extra == has_own
    assert columns[-1].field == "sumber_data"


@pytest.mark.parametrize(
    ("header", "field"),
    [("No. SASARAN", "sasaran"), ("NO INDIKATOR", "indikator"), ("NO. URUT", "no"), ("NOMOR", "no")],
)
def test_a_number_beside_a_field_s_word_heads_the_field(header: str, field: str) -> None:
    assert claim(header)[0] == field


@pytest.mark.parametrize("form", ["{} ({})", "{}\n{}", "{} [{}]"])
def test_the_columns_numbers_are_no_part_of_their_names(form: str) -> None:
    names = ["NO", "JABATAN", "SASARAN", "INDIKATOR", "FORMULASI", "TARGET"]
    headers = [(form.format(name, n), 50.0 * n, 50.0 * n + 50) for n, name in enumerate(names, 1)]
    fields = ["no", "jabatan", "sasaran", "indikator", "formulasi", "target"]
    assert [c.field for c in map_columns(headers)] == fields
    years = [
        ("SASARAN", 0.0, 50.0),
        ("INDIKATOR", 50.0, 90.0),
        ("TARGET 2031", 90.0, 120.0),
        ("TARGET 4", 120.0, 150.0),
    ]
    assert [c.field for c in map_columns(years)][2:] == ["target_2031", "target_4"]
