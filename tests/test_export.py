"""Export for other systems: profiles as data files, and what the other side cannot take is reported."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import openpyxl
import pytest
from examples import decree
from iki.batch.export_profiles import load_profile, profile_names
from iki.batch.output_folder import LocalFolder
from iki.batch.profile_export import Choice, export
from iki.batch.tasks import to_json
from iki.cli.main import run
from iki.schema.errors import UsageError
from iki.schema.models import CellValue, Decree
from iki.schema.tables import table

GUIDES = [Path(__file__).parent.parent / "docs" / name for name in ("guide.md", "panduan.md")]


def record(file: str, **changes: object) -> Decree:
    made = decree(file)
    made.form = "iki"
    made.decree.unit_kerja = "Dinas Contoh"
    for name, value in changes.items():
        setattr(made if hasattr(made, name) else made.decree, name, value)
    return made


@pytest.fixture(name="out")
def _out(tmp_path: Path) -> Path:
    folder = LocalFolder(tmp_path / "out")
    folder.create()
    first = record("a.pdf")
    first.positions[0].rows[0].extra["penanggung_jawab"] = CellValue(text="Sekretaris")
    first.positions[0].rows[1].formulasi.text = "x" * 300
    first.positions[1].rows[0].indikator.text = ""
    folder.write("decrees/a.json", to_json(first))
    folder.write("decrees/b.json", to_json(record("b.pdf", duplicate_of="a")))
    folder.write("decrees/c.json", to_json(record("c.pdf", tahun=2024, unit_kerja="Dinas Lain")))
    folder.write("decrees/d.json", to_json(record("d.pdf", form="other")))
    return tmp_path / "out"


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_plugins_table_gets_its_columns_once_a_decree(out: Path) -> None:
    made = export(out, load_profile("wp-eval-sakip"), {"id_skpd": "12"})
    rows = lines(made.content)
    assert list(rows[0]) == [
        "kode_sasaran",
        "label_sasaran",
        "id_unik_indikator",
        "label_indikator",
        "formulasi",
        "sumber_data",
        "penanggung_jawab",
        "id_skpd",
        "id_jadwal_wpsipd",
        "active",
    ]
    assert [row["id_unik_indikator"] for row in rows] == [
        "a/p01/r01",
        "a/p01/r02",
        "c/p01/r01",
        "c/p01/r02",
        "c/p02/r01",
    ]
    assert [row["penanggung_jawab"] for row in rows[:2]] == ["Sekretaris", "Kepala Seksi Ketenteraman"]
    assert {(row["id_skpd"], row["active"], row["kode_sasaran"]) for row in rows} == {("12", "1", "-")}


def test_what_is_left_out_or_too_long_is_reported_and_not_cut(out: Path) -> None:
    made = export(out, load_profile("wp-eval-sakip"))
    assert dict(made.lacking) == {"indikator": 1}
    assert made.too_long == [("formulasi", 255, "a/p01/r02")]
    assert len(lines(made.content)[1]["formulasi"]) == 300


def test_one_office_and_year(out: Path) -> None:
    profile = load_profile("wp-eval-sakip")
    assert export(out, profile, None, Choice("dinas lain")).lines == {"esakip_data_iku_opd": 3}
    assert export(out, profile, None, Choice(year=2023)).lines == {"esakip_data_iku_opd": 2}
    assert export(out, profile, None, Choice("Dinas Lain", 2023)).lines == {"esakip_data_iku_opd": 0}


def test_sasaran_with_their_indicators(out: Path) -> None:
    one = record("e.pdf", periode="2021-2026")
    one.positions[0].rows[1].sasaran.text = one.positions[0].rows[0].sasaran.text
    one.positions[0].rows[1].formulasi.formula = None
    LocalFolder(out).write("decrees/e.json", to_json(one))
    made = json.loads(export(out, load_profile("pringsewu")).content)
    grouped = next(group for group in made if group["tahun_akhir"] == 2026)
    assert (grouped["tahun_mulai"], grouped["unit_kerja"], len(grouped["indikator"])) == (
        2021,
        "Dinas Contoh",
        2,
    )
    ratio, prose = grouped["indikator"]
    assert (ratio["definisi"], ratio["rumusan_perhitungan"], ratio["satuan"]) == ("", "(a) / (b) x 100%", "%")
    assert (prose["definisi"], prose["rumusan_perhitungan"]) == ("(a) / (b) x 100%", "")
    assert ratio["target"] == {"2023": "12 bulan"}


def test_a_workbook_of_posts_and_indicators(out: Path, tmp_path: Path) -> None:
    first, second = (export(out, load_profile("jabatan-renstra")).content for _ in range(2))
    assert first == second
    (tmp_path / "x.xlsx").write_bytes(first)
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["Jabatan", "Renstra"]
    assert [cell.value for cell in book["Jabatan"][2]][:4] == [
        "Dinas Contoh",
        "2023",
        "Kasi Trantib",
        "Kepala Seksi Ketenteraman",
    ]
    assert book["Renstra"].max_row == 6


@pytest.mark.parametrize("name", profile_names())
def test_shipped_profiles_take_columns_that_exist(out: Path, name: str) -> None:
    profile = load_profile(name)
    assert export(out, profile).content
    for sheet in profile.sheets:
        if sheet.of == "rows":
            known = {*table("table").header, "tahun_mulai", "tahun_akhir"}
            columns = [*sheet.columns, *(sheet.items.columns if sheet.items else ())]
            assert {source for column in columns for source in (*column.source, *column.only)} <= known
    for guide in GUIDES:
        assert name in re.findall(r"^\| `([\w-]+)` \|", guide.read_text("utf-8"), re.M)


def test_your_own_profile(out: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    text = """
meaning = {{ en = "mine", id = "saya" }}
format = "csv"
[[sheets]]
name = "x"
of = "rows"
columns = [{{ name = "Ukuran", from = ["{column}"] }}]
"""
    mine.write_text(text.format(column="indikator"), "utf-8")
    assert lines(export(out, load_profile(str(mine))).content)[0] == {"Ukuran": "Persentase rapat"}
    mine.write_text(text.format(column="indicator"), "utf-8")
    with pytest.raises(UsageError, match=r"column 'indicator' that no table has.*indikator"):
        export(out, load_profile(str(mine)))
    mine.write_text("format = 'csv'", "utf-8")
    with pytest.raises(UsageError, match=r"mine\.toml: the profile is wrong at meaning"):
        load_profile(str(mine))
    mine.write_text("=", "utf-8")
    with pytest.raises(UsageError, match="cannot be read"):
        load_profile(str(mine))
    with pytest.raises(UsageError, match="wp-eval-sakip"):
        load_profile("e-sakip")
    with pytest.raises(UsageError, match="knows kode_sasaran"):
        export(out, load_profile("wp-eval-sakip"), {"skpd": "1"})


def test_the_command_tells_and_writes(out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def iki(*arguments: str) -> int:
        with pytest.raises(SystemExit) as ending:
            run(["export", *arguments])
        return int(ending.value.code or 0)

    target = tmp_path / "iku.csv"
    assert iki(str(out), "--profile", "wp-eval-sakip", "--set", "id_skpd=12", "--out", str(target)) == 0
    said = capsys.readouterr()
    assert said.out.strip() == str(target)
    assert "1 rows left out: they have no indikator" in said.err
    assert "longer than the 255 characters that formulasi holds there: a/p01/r02" in said.err
    assert lines(target.read_bytes())
    assert iki("--list") == 0
    listed = capsys.readouterr().out
    assert all(name in listed for name in profile_names())
    for wrong in (
        (str(out), "--profile", "wp-eval-sakip"),
        (str(out), "--profile", "wp-eval-sakip", "--out", str(target), "--set", "id_skpd"),
        (str(out), "--profile", "wp-eval-sakip", "--out", str(target), "--office", "Dinas Antah"),
        (str(tmp_path / "nowhere"), "--profile", "wp-eval-sakip", "--out", str(target)),
    ):
        assert iki(*wrong) == 2


@pytest.mark.parametrize("wanted", ["Dinas Perikanan Laut", "kecamatan", "-"])
def test_an_office_that_is_not_there_is_answered_with_some_that_are(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], wanted: str
) -> None:
    arguments = ["export", str(out), "--profile", "wp-eval-sakip", "--out", str(tmp_path / "x.csv")]
    with pytest.raises(SystemExit) as ending:
        run([*arguments, "--office", wanted])
    assert ending.value.code == 2
    said = capsys.readouterr().err
    first = re.search(r"there is nothing to export\. Offices there are ([^,;]+)", said)
    assert first
    with pytest.raises(SystemExit) as ending:
        run([*arguments, "--office", first[1].upper()])
    assert not ending.value.code
