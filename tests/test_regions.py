"""A gazetteer completes and checks a decree's places."""

from __future__ import annotations

from pathlib import Path

import pytest
from iki.normalize.regions import Regions, region_codes
from iki.schema.errors import UsageError
from iki.schema.gaps import GapCode
from iki.schema.models import Metadata

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
    assert found.code == "91.07.27"
    assert found.gaps == []
    assert found.metadata.kabupaten_kota == "Kabupaten Cemara"
    assert found.metadata.provinsi == "Selatan Raya"
    assert found.metadata.kode_wilayah == "91.07.27"


def test_names_fill_parents_where_one_region_fits(regions: Regions) -> None:
    found = regions.complete(Metadata(kecamatan="Sukamaju"))
    assert found.code == "91.07.27"
    assert found.metadata.kabupaten_kota == "Kabupaten Cemara"
    assert regions.complete(Metadata(kecamatan="Mekarsari")).code is None
    both = regions.complete(Metadata(kecamatan="Mekarsari", kabupaten_kota="Kota Cemara"))
    assert both.code == "91.73.01"


def test_printed_value_is_kept_and_conflict_told(regions: Regions) -> None:
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
    assert (found.metadata, found.code, found.gaps) == (metadata, None, [])


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
