"""A gazetteer completes and checks a decree's places."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from iki.normalize import villages
from iki.normalize.decree_builder import build_decrees
from iki.normalize.regions import Regions, builtin_regions, region_codes
from iki.normalize.vocabulary_files import DATA, rows_of
from iki.schema.blocks import Block
from iki.schema.errors import UsageError
from iki.schema.gaps import GapCode
from iki.schema.models import Decree, Metadata, Source
from iki.schema.tables import flatten
from iki.schema.tables import table as table_of
from printed import document, page, table, text

GAZETTEER = """code,name
91,PROVINSI SELATAN RAYA
91.07,KABUPATEN CEMARA
91.73,KOTA CEMARA
91.07.27,Sukamaju
91.07.28,Mekarsari
91.73.01,Mekarsari
"""


@pytest.fixture(name="regions")
def _regions(tmp_path: Path) -> Regions:
    path = tmp_path / "regions.csv"
    path.write_text(GAZETTEER, encoding="utf-8")
    return Regions.load(path)


def test_code_in_number_fills_places(regions: Regions) -> None:
    found = regions.complete(Metadata(nomor="188.4/ /91.07.27/2023", kecamatan="Sukamaju"))
    assert found.region is not None
    assert found.region.kode == "91.07.27"
    assert found.gaps == []
    assert found.metadata.kabupaten_kota == "Kabupaten Cemara"
    assert found.metadata.provinsi == "Selatan Raya"
    assert found.metadata.kode_wilayah == "91.07.27"


def test_names_fill_parents_where_one_region_fits(regions: Regions) -> None:
    found = regions.complete(Metadata(kecamatan="Sukamaju"))
    assert found.region is not None
    assert found.region.kode == "91.07.27"
    assert found.metadata.kabupaten_kota == "Kabupaten Cemara"
    assert regions.complete(Metadata(kecamatan="Mekarsari")).region is None
    both = regions.complete(Metadata(kecamatan="Mekarsari", kabupaten_kota="Kota Cemara"))
    assert both.region is not None
    assert both.region.kode == "91.73.01"


def test_printed_value_is_kept_and_conflict_reported(regions: Regions) -> None:
    found = regions.complete(Metadata(nomor="1/91.07.27/2023", kecamatan="Mekarsari"))
    assert found.metadata.kecamatan == "Mekarsari"
    assert [(g.code, g.field) for g in found.gaps] == [(GapCode.CONFLICTING_METADATA, "kecamatan")]


def test_kind_counts(regions: Regions) -> None:
    assert [r.code for r in regions.find("Kab. Cemara", 1)] == ["91.07"]
    assert [r.code for r in regions.find("Kota Cemara", 1)] == ["91.73"]
    assert [r.code for r in regions.find("cemara", 1)] == ["91.07", "91.73"]


def test_unknown_places_change_nothing(regions: Regions) -> None:
    metadata = Metadata(nomor="188.4/12/2023", kecamatan="Antah")
    found = regions.complete(metadata)
    assert (found.metadata, found.region, found.gaps) == (metadata, None, [])


@pytest.mark.parametrize(
    ("nomor", "codes"),
    [
        ("188.4/ /35.07.27/2023", ["35.07.27"]),
        ("188.45/12/421.117/2022", []),
        ("800/1/35.07.27.2001/2023", ["35.07.27.2001"]),
        (None, []),
    ],
)
def test_codes_in_numbers(nomor: str | None, codes: list[str]) -> None:
    assert region_codes(nomor) == codes


def test_indonesian_and_missing_headers(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("nama,kode\nSukamaju,91.07.27\n", encoding="utf-8")
    region = Regions.load(path).get("91.07.27")
    assert region is not None
    assert (region.name, region.level, region.parent) == ("Sukamaju", 2, "91.07")
    path.write_text("91.07.27,Sukamaju\n", encoding="utf-8")
    assert Regions.load(path).get("91.07.27") is not None


def test_what_is_no_gazetteer_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("code,name\n", encoding="utf-8")
    with pytest.raises(UsageError, match="no region"):
        Regions.load(path)
    with pytest.raises(UsageError, match="cannot be read"):
        Regions.load(tmp_path / "none.csv")


# ---- the lists that are shipped -------------------------------------------------------------------------------------


def located(**printed: object) -> tuple[str, str | None] | None:
    region, _ = builtin_regions().locate(Metadata.model_validate(printed))
    return (region.kode, region.daftar) if region else None


OLDEST, MIDDLE, NEWEST = (row["decree"] for row in rows_of("region_lists.csv"))


def test_the_shipped_lists_are_whole() -> None:
    regions = builtin_regions()
    counts = [Counter(region.level for region in known.values()) for known in regions._by_code]
    assert [dict(sorted(count.items())) for count in counts] == [
        {0: 34, 1: 514, 2: 7230},
        {0: 38, 1: 514, 2: 7277},
        {0: 38, 1: 514, 2: 7285},
    ]
    for known in regions._by_code:
        assert all(region.parent is None or region.parent in known for region in known.values())


def test_every_list_tells_source_date_and_license() -> None:
    lists = rows_of("region_lists.csv")
    assert all(row["decree"] and row["source"] and row["license"] == "MIT" for row in lists)
    days = [row["in_force"] for row in lists]
    assert days == sorted(days)
    license_text = (DATA / "regions.LICENSE.txt").read_text("utf-8")
    assert license_text.count("Permission is hereby granted") == len(lists)
    assert (DATA / "regions.csv.gz").stat().st_size < 100_000


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ({"kecamatan": "Bantur", "kabupaten_kota": "Kabupaten Malang"}, "35.07.03"),
        ({"kecamatan": "Bantur"}, "35.07.03"),
        ({"kabupaten_kota": "Kota Malang"}, "35.73"),
        ({"kabupaten_kota": "Kabupaten Malang"}, "35.07"),
        ({"provinsi": "Jawa Timur"}, "35"),
        ({"provinsi": "DKI Jakarta", "kecamatan": "Menteng"}, "31.71.06"),
        ({"kecamatan": "Karang Ploso", "kabupaten_kota": "Kabupaten Malang"}, "35.07.23"),
        # a kecamatan that no list has lies in the regency that is printed
        ({"kecamatan": "Antah Berantah", "kabupaten_kota": "Kabupaten Malang"}, "35.07"),
        # homonyms: Ciledug is in Tangerang and in Cirebon
        ({"kecamatan": "Ciledug"}, None),
        ({"kecamatan": "Ciledug", "provinsi": "Banten"}, "36.71.06"),
        # what is printed above is not known: the only Bantur of the list need not be this one
        ({"kecamatan": "Bantur", "kabupaten_kota": "Kabupaten Antah"}, None),
        ({"kecamatan": "Bantur", "provinsi": "Selatan Raya"}, None),
        ({"kecamatan": "Bantur", "kabupaten_kota": "Kota Malang"}, "35.73"),
        # "Kota" belongs to the name of a kecamatan
        ({"kecamatan": "Kota Bahagia"}, "11.01.17"),
        ({"kecamatan": "Bahagia"}, None),
        ({}, None),
    ],
)
def test_the_region_of_printed_names(printed: dict[str, str], code: str | None) -> None:
    found = located(tahun=2024, **printed)
    assert (found[0] if found else None) == code


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        # Papua was split in 2022
        ({"kabupaten_kota": "Kabupaten Merauke", "tahun": 2021}, ("91.01", OLDEST)),
        ({"kabupaten_kota": "Kabupaten Merauke", "tahun": 2022}, ("91.01", OLDEST)),
        ({"kabupaten_kota": "Kabupaten Merauke", "tanggal": "2022-12-01"}, ("93.01", MIDDLE)),
        ({"kabupaten_kota": "Kabupaten Merauke", "tahun": 2025}, ("93.01", MIDDLE)),
        ({"kabupaten_kota": "Kabupaten Merauke", "tahun": 2026}, ("93.01", NEWEST)),
        ({"kabupaten_kota": "Kabupaten Merauke"}, None),  # no year, and the lists differ
        # the same name, given to another kecamatan later
        ({"kecamatan": "Rumbai", "kabupaten_kota": "Kota Pekanbaru", "tahun": 2020}, ("14.71.06", OLDEST)),
        ({"kecamatan": "Rumbai", "kabupaten_kota": "Kota Pekanbaru", "tahun": 2024}, ("14.71.12", MIDDLE)),
        # made by law before the ministry listed it
        ({"kecamatan": "Kulim", "kabupaten_kota": "Kota Pekanbaru", "tahun": 2021}, ("14.71.14", MIDDLE)),
    ],
)
def test_the_year_decides_the_list(printed: dict[str, object], expected: tuple[str, str] | None) -> None:
    assert located(**printed) == expected


def test_names_are_those_of_the_decrees_time() -> None:
    for year, name in ((2019, "Kabupaten Toba Samosir"), (2024, "Kabupaten Toba")):
        region, _ = builtin_regions().locate(Metadata(kecamatan="Balige", tahun=year))
        assert region is not None
        assert (region.provinsi, region.kabupaten_kota, region.kecamatan) == (
            "Sumatera Utara",
            name,
            "Balige",
        )
        assert region.dari == "nama"


def test_a_code_in_the_number_counts_unless_print_contradicts_it() -> None:
    regions = builtin_regions()
    region, gaps = regions.locate(Metadata(nomor="188.4/ /35.07.03/2023", tahun=2023))
    assert region is not None
    assert (region.kode, region.dari, region.kecamatan, gaps) == ("35.07.03", "nomor", "Bantur", [])
    spelled = Metadata(nomor="1/35.07.23/2023", tahun=2023, kecamatan="Karang Ploso")
    region, gaps = regions.locate(spelled)
    assert region is not None
    assert (region.dari, gaps) == ("nomor", [])
    region, gaps = regions.locate(spelled.model_copy(update={"nomor": "1/35.07.03/2023"}))
    assert region is not None
    assert (region.kode, region.dari) == ("35.07.23", "nama")
    assert [gap.field for gap in gaps] == ["kecamatan"]


def decree_of(front: Block, post: str) -> Decree:
    """A decree below that front matter, with one post."""
    form = text("INDIKATOR KINERJA INDIVIDU", f"1. Jabatan : {post}", "2. Tugas : memimpin", top=200.0)
    rows = [
        ["NO", "SASARAN", "INDIKATOR KINERJA", "FORMULASI", "SUMBER DATA"],
        ["1.", "Meningkatnya mutu", "Persentase laporan", "(a) / (b) x 100%", "Renstra"],
    ]
    (decree,) = build_decrees(document(page(front, form, table(rows, top=300.0))))
    return decree


def test_a_decree_tells_its_region_and_keeps_what_is_printed() -> None:
    front = text(
        "PEMERINTAH KABUPATEN MALANG",
        "KECAMATAN BANTUR",
        "KEPUTUSAN CAMAT BANTUR",
        "NOMOR : 188.4/17/2023",
        "TENTANG",
        "INDIKATOR KINERJA INDIVIDU",
    )
    decree = decree_of(front, "Camat")
    assert decree.decree.provinsi is None
    assert decree.wilayah is not None
    assert (decree.wilayah.kode, decree.wilayah.provinsi) == ("35.07.03", "Jawa Timur")
    flat = flatten(decree, "d")
    for name in ("decrees", "table"):
        (first, *_) = (dict(zip(table_of(name).header, record, strict=True)) for record in flat[name])
        assert (first["kode_wilayah"], first["wilayah_kabupaten_kota"]) == ("35.07.03", "Kabupaten Malang")


def test_a_code_that_no_list_has_is_reported_alone() -> None:
    decree = Decree(
        source=Source(file="a.pdf", sha256="0" * 64, pages=1), decree=Metadata(kode_wilayah="35.99.08")
    )
    (record,) = flatten(decree, "d")["decrees"]
    row = dict(zip(table_of("decrees").header, record, strict=True))
    assert (row["kode_wilayah"], row["kode_wilayah_dari"]) == ("35.99.08", "nomor")
    assert row["wilayah_provinsi"] is None


# ---- desa and kelurahan ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ({"unit_kerja": "Kelurahan Penanggungan", "kabupaten_kota": "Kota Malang"}, "35.73.02.1011"),
        ({"unit_kerja": "Kel. Penanggungan", "kecamatan": "Klojen"}, "35.73.02.1011"),
        ({"unit_kerja": "Desa Bantur", "kecamatan": "Bantur"}, "35.07.03.2003"),
        ({"unit_kerja": "Gampong Drien", "kabupaten_kota": "Kabupaten Aceh Selatan"}, "11.01.01.2004"),
        # a kelurahan is no desa
        ({"unit_kerja": "Kelurahan Bantur", "kecamatan": "Bantur"}, "35.07.03"),
        # several of the name in the regency, one in the kecamatan
        ({"unit_kerja": "Desa Sukorejo", "kabupaten_kota": "Kabupaten Blitar"}, "35.05"),
        (
            {"unit_kerja": "Desa Sukorejo", "kabupaten_kota": "Kabupaten Blitar", "kecamatan": "Udanawu"},
            "35.05.02.2009",
        ),
        # nothing above is known, or only the province
        ({"unit_kerja": "Desa Bantur"}, None),
        ({"unit_kerja": "Desa Bantur", "provinsi": "Jawa Timur"}, "35"),
        # another office
        ({"unit_kerja": "Kecamatan Bantur", "kecamatan": "Bantur"}, "35.07.03"),
        ({"unit_kerja": "Desa Antah", "kecamatan": "Bantur"}, "35.07.03"),
    ],
)
def test_an_office_that_is_a_village_has_its_code(printed: dict[str, str], code: str | None) -> None:
    found = located(tahun=2024, **printed)
    assert (found[0] if found else None) == code


def test_a_village_tells_all_names_and_its_own_column() -> None:
    meta = Metadata(unit_kerja="Kelurahan Penanggungan", kabupaten_kota="Kota Malang", tahun=2024)
    region, _ = builtin_regions().locate(meta)
    assert region is not None
    assert (region.kecamatan, region.kelurahan_desa) == ("Klojen", "Penanggungan")
    source = Source(file="a.pdf", sha256="0" * 64, pages=1)
    (record,) = flatten(Decree(source=source, decree=meta, wilayah=region), "d")["decrees"]
    row = dict(zip(table_of("decrees").header, record, strict=True))
    assert (row["kode_wilayah"], row["wilayah_kelurahan_desa"]) == ("35.73.02.1011", "Penanggungan")


def test_a_village_of_an_older_list_needs_the_same_region_in_the_newest() -> None:
    """Merauke was 91.01 until 2022; the villages are those of its new code, 93.01."""
    printed = {"unit_kerja": "Kelurahan Maro", "kabupaten_kota": "Kabupaten Merauke"}
    assert located(tahun=2021, **printed) == ("91.01", OLDEST)
    found = located(tahun=2024, **printed)
    assert found is not None
    assert found[0].startswith("93.01.")


def test_a_person_may_give_a_villages_code() -> None:
    region = builtin_regions().by_hand("35.07.03.2001", Metadata(tahun=2024))
    assert region is not None
    assert (region.kode, region.kecamatan, region.kelurahan_desa) == ("35.07.03.2001", "Bantur", "Wonokerto")


def test_the_villages_of_a_users_gazetteer_count_in_place_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "regions.csv"
    path.write_text(f"{GAZETTEER}91.07.27.2001,Sumberarum\n", encoding="utf-8")
    region, _ = Regions.load(path).locate(Metadata(unit_kerja="Desa Sumberarum", kecamatan="Sukamaju"))
    assert region is not None
    assert region.kode == "91.07.27.2001"


def test_the_file_of_villages_is_whole_and_small() -> None:
    below = [(code, line) for lines in villages._lines().values() for code, line in lines]
    assert sum(line.count("|") + 1 for _, line in below) == 83_762
    assert all(code in builtin_regions()._by_code[-1] for code, _ in below)
    assert (DATA / villages.FILE).stat().st_size < 500_000


def test_a_kelurahans_decree_tells_its_own_code() -> None:
    front = text(
        "PEMERINTAH KOTA MALANG",
        "KECAMATAN KLOJEN",
        "KELURAHAN PENANGGUNGAN",
        "KEPUTUSAN LURAH PENANGGUNGAN",
        "NOMOR : 188.4/17/2024",
        "TENTANG",
        "INDIKATOR KINERJA INDIVIDU",
    )
    decree = decree_of(front, "Lurah")
    assert decree.wilayah is not None
    assert (decree.wilayah.kode, decree.wilayah.kelurahan_desa) == ("35.73.02.1011", "Penanggungan")
