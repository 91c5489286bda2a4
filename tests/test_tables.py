"""Flat tables: keys, types, faithful text, and files that other programs accept."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import frictionless
import jsonschema
import openpyxl
import pandas as pd
import pytest
from examples import decree
from hypothesis import given
from hypothesis import strategies as st
from iki.batch.duplicates import Lot, MarkingTask
from iki.batch.engines import SerialEngine
from iki.batch.output_folder import LocalFolder
from iki.batch.table_files import FORMATS, CsvStyle, csv_lines, write_tables
from iki.batch.tasks import to_json
from iki.schema.datapackage import datapackage
from iki.schema.jsonschema import decree_schema
from iki.schema.models import CellValue, Decree
from iki.schema.tables import TABLES, flatten, frames, table

HOSTILE = [
    "=cmd|'/c calc'!A1",
    "- butir",
    "+62",
    "@x",
    'kutip "dua", koma',
    "baris\nkedua\r\nketiga",
    "<script>",
    "é 😀",
]


@pytest.fixture
def folder(tmp_path: Path) -> LocalFolder:
    folder = LocalFolder(tmp_path / "out")
    folder.create()
    for number, text in enumerate(HOSTILE):
        folder.write(f"decrees/d{number}.json", to_json(decree(text=text)))
    return folder


def lots(folder: LocalFolder) -> Iterator[Lot]:
    yield tuple(f"decrees/d{number}.json" for number in range(len(HOSTILE))), MarkingTask(folder, ())


def rows(folder: LocalFolder, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(folder.read(f"{name}.csv").decode("utf-8-sig"), newline="")))


def test_every_record_has_a_value_for_every_column() -> None:
    flat = flatten(decree(), "d")
    for t in TABLES:
        assert flat[t.name], t.name
        assert {len(record) for record in flat[t.name]} == {len(t.columns)}


def test_keys_say_where_a_record_belongs() -> None:
    flat = flatten(decree(), "arsip")
    keys = {t.name: [record[0] for record in flat[t.name]] for t in TABLES}
    assert keys["positions"] == ["arsip/p01", "arsip/p02"]
    assert keys["indicators"] == ["arsip/p01/r01", "arsip/p01/r02", "arsip/p02/r01"]
    assert keys["duties"] == ["arsip/p01/t01", "arsip/p01/f01", "arsip/p01/f02"]
    gaps = [dict(zip(table("gaps").header, record, strict=True)) for record in flat["gaps"]]
    assert [(gap["position_id"], gap["row_id"]) for gap in gaps] == [
        ("arsip/p01", "arsip/p01/r02"),
        ("arsip/p02", None),
        (None, None),
        (None, None),
    ]


def test_frames_have_nullable_types() -> None:
    made = frames([("a", decree()), ("b", decree())])
    assert len(made["indicators"]) == 6
    assert str(made["indicators"]["sasaran_page"].dtype) == "Int64"
    assert str(made["indicators"]["sasaran_inherited"].dtype) == "boolean"
    assert made["indicators"]["sumber_data_items"].tolist()[0] == "Renstra; DPA"
    assert frames([])["gaps"].columns.tolist() == list(table("gaps").header)


def test_frictionless_accepts_the_package(folder: LocalFolder) -> None:
    write_tables(folder, lots(folder), ["csv"], SerialEngine())
    report = frictionless.validate(str(folder.path("datapackage.json")))
    assert report.valid, report.flatten(["fieldName", "rowNumber", "type", "note"])[:5]
    assert report.stats["tasks"] == len(TABLES)


def test_frictionless_would_notice_a_broken_foreign_key(folder: LocalFolder) -> None:
    write_tables(folder, lots(folder), ["csv"], SerialEngine())
    text = folder.read("duties.csv").replace(b"d0/p01,d0,", b"nowhere,d0,")
    folder.write("duties.csv", text)
    assert not frictionless.validate(str(folder.path("datapackage.json"))).valid


def test_package_describes_every_column() -> None:
    resources = {resource["name"]: resource for resource in datapackage()["resources"]}
    for t in TABLES:
        fields = resources[t.name]["schema"]["fields"]
        assert [field["name"] for field in fields] == list(t.header)
        assert all(field["description"] for field in fields)


def test_csv_is_rfc_4180_and_faithful(folder: LocalFolder) -> None:
    write_tables(folder, lots(folder), ["csv"], SerialEngine())
    raw = folder.read("duties.csv")
    assert raw.startswith(b"duty_id,position_id,")
    assert raw.endswith(b"\r\n")
    assert [r["text"] for r in rows(folder, "duties") if r["kind"] == "tugas"] == HOSTILE


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=4, max_size=4))
def test_boxes_are_json(box: list[float]) -> None:
    one = decree()
    one.gaps[0].bbox = box
    (row, *_) = flatten(one, "x")["gaps"]
    assert row[table("gaps").header.index("bbox")] == json.dumps(box)


def test_spreadsheet_safe_defuses_formulas_and_nothing_else(folder: LocalFolder) -> None:
    write_tables(folder, lots(folder), ["csv"], SerialEngine(), CsvStyle(safe=True))
    assert folder.read("duties.csv").startswith(codecs.BOM_UTF8)
    written = [r["text"] for r in rows(folder, "duties") if r["kind"] == "tugas"]
    for before, after in zip(HOSTILE, written, strict=True):
        assert after == (f"'{before}" if before[0] in "=-+@" else before)


def test_semicolons_and_decimal_commas_for_excel_with_indonesian_settings(folder: LocalFolder) -> None:
    write_tables(folder, lots(folder), ["csv"], SerialEngine(), CsvStyle(semicolon=True))
    raw = folder.read("duties.csv")
    assert raw.startswith(codecs.BOM_UTF8 + b"duty_id;position_id;")
    lines = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [line["text"] for line in lines if line["kind"] == "tugas"] == HOSTILE
    cells = csv.DictReader(
        io.StringIO(folder.read("indicators.csv").decode("utf-8-sig"), newline=""), delimiter=";"
    )
    assert {line["sasaran_confidence"] for line in cells} == {"0,98"}
    report = frictionless.validate(str(folder.path("datapackage.json")))
    assert report.valid, report.flatten(["fieldName", "rowNumber", "type", "note"])[:5]


@pytest.mark.parametrize(
    ("code", "guarded"),
    [
        ("197208141992032006", True),
        ("35.07.27", True),
        ("0012", True),
        ("12/2024", True),
        ("2024", False),
        ("85,5", False),
        ("Pasal 3", False),
    ],
)
def test_spreadsheet_safe_keeps_codes_as_text(code: str, guarded: bool) -> None:
    of = table("signatures")
    record = tuple(code if column.name == "nip" else None for column in of.columns)
    (line,) = csv.reader(io.StringIO(csv_lines(of, [record], CsvStyle(safe=True)).decode()))
    assert line[of.header.index("nip")] == (f"'{code}" if guarded else code)


def test_the_package_describes_safe_files_too(folder: LocalFolder) -> None:
    write_tables(folder, lots(folder), ["csv"], SerialEngine(), CsvStyle(safe=True))
    report = frictionless.validate(str(folder.path("datapackage.json")))
    assert report.valid, report.flatten(["fieldName", "rowNumber", "type", "note"])[:5]


def test_one_table_tells_all_of_an_indicator() -> None:
    one = decree()
    one.decree.kabupaten_kota, one.decree.kode_wilayah, one.form = "Kabupaten Contoh", "35.07.27", "iki"
    one.duplicate_of = "first"
    one.positions[0].rows[0].extra |= {"penanggung_jawab": CellValue(text="Sekretaris")}
    first, *_ = (dict(zip(table("table").header, r, strict=True)) for r in flatten(one, "d")["table"])
    assert (
        first
        | {
            "row_id": "d/p01/r01",
            "kabupaten_kota": "Kabupaten Contoh",
            "kode_wilayah": "35.07.27",
            "tahun": 2023,
            "form": "iki",
            "canonical_name": "Kepala Seksi Ketenteraman",
            "canonical_code": "KS-1",
            "no": "1",
            "indikator": "Persentase rapat",
            "formula_denominator": "b",
            "target": "12 bulan",
            "satuan": None,
            "penanggung_jawab": "Sekretaris",
            "page": 1,
            "confidence": 0.98,
            "duplicate_of": "first",
        }
        == first
    )


@pytest.mark.parametrize(
    ("extra", "target"),
    [
        ({"target_2022": "80", "target_2023": "85"}, "85"),
        ({"target_2024": "90"}, "90"),
        ({"target_2021": "70", "target_2022": "80"}, "target_2021: 70; target_2022: 80"),
        ({"target": "", "keterangan": "x"}, None),
    ],
)
def test_the_target_of_the_decrees_year_counts(extra: dict[str, str], target: str | None) -> None:
    one = decree()
    one.positions[0].rows[0].extra = {name: CellValue(text=text) for name, text in extra.items()}
    assert flatten(one, "d")["table"][0][table("table").header.index("target")] == target


def test_indicators_are_grouped_across_decrees(tmp_path: Path) -> None:
    folder = LocalFolder(tmp_path)
    folder.create()
    for name, office, text in (
        ("a", "Kecamatan Sumbermaju", "Persentase kehadiran pegawai Kecamatan Sumbermaju"),
        ("b", "Kecamatan Lubuk Rusa", "Prosentase Kehadiran Pegawai Kecamatan Lubuk Rusa"),
        ("c", "Kecamatan Lubuk Rusa", "Jumlah pegawai Kecamatan Lubuk Rusa"),
    ):
        one = decree(f"{name}.pdf")
        one.decree.unit_kerja = office
        one.positions[0].rows[0].indikator.text = text
        one.positions[0].rows[0].sumber_data.items = ["Subag Umum & Kepegawaian", "LAKIP"]
        folder.write(f"decrees/{name}.json", to_json(one))
    files = tuple(f"decrees/{name}.json" for name in "abc")
    write_tables(folder, [(files, MarkingTask(folder, ()))], ["csv", "parquet"], SerialEngine())
    first, second, third = (r for r in rows(folder, "table") if r["row_id"].endswith("/p01/r01"))
    assert first["indicator_group"] == second["indicator_group"] == "persentase kehadiran pegawai kecamatan"
    assert third["indicator_group"] == third["indicator_key"] == "jumlah pegawai kecamatan"
    assert first["sumber_data_entities"] == "Subbagian Umum dan Kepegawaian; LKjIP"
    read = pd.read_parquet(folder.path("table.parquet"), dtype_backend="numpy_nullable")
    assert read["indicator_group"].nunique() == 3
    assert not list((tmp_path / ".parts").rglob("*-flat"))


def test_the_workbook_is_made_to_be_used(folder: LocalFolder) -> None:
    write_tables(folder, lots(folder), ["xlsx"], SerialEngine())
    book = openpyxl.load_workbook(folder.path("tables.xlsx"))
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet["A1"].font.bold
    flat = book["table"]
    letter = next(cell.column_letter for cell in flat[1] if cell.value == "formulasi")
    assert flat.column_dimensions[letter].width > 40
    assert flat[f"{letter}2"].alignment.wrap_text
    told = [[cell.value for cell in line] for line in book["dictionary"].iter_rows(min_row=2)]
    assert ["signatures", "nip", "string", "civil servant's number, digits only", "NIP, hanya angka"] in told
    described = {(line[0].value, line[1].value) for line in book["dictionary"].iter_rows(min_row=2)}
    assert {(t.name, c.name) for t in TABLES for c in t.columns} <= described


def test_workbook_holds_texts_only_as_texts(folder: LocalFolder) -> None:
    write_tables(folder, lots(folder), ["xlsx"], SerialEngine())
    book = openpyxl.load_workbook(folder.path("tables.xlsx"))
    assert book.sheetnames == [*(t.name for t in TABLES), "dictionary"]
    kinds = {cell.data_type for sheet in book for line in sheet.iter_rows() for cell in line}
    assert kinds <= {"s", "n", "b"}
    texts = [line[5].value for line in book["duties"].iter_rows(min_row=2) if line[3].value == "tugas"]
    assert texts[0] == HOSTILE[0]


def test_parquet_keeps_types_and_texts(folder: LocalFolder) -> None:
    write_tables(folder, lots(folder), ["parquet"], SerialEngine())
    read = pd.read_parquet(folder.path("duties.parquet"), dtype_backend="numpy_nullable")
    assert read[read["kind"] == "tugas"]["text"].tolist() == HOSTILE
    assert str(read["no"].dtype) == "Int64"


def test_same_decrees_give_same_bytes(folder: LocalFolder) -> None:
    names = [
        "tables.xlsx",
        "tables.sqlite",
        *(f"{t.name}.{kind}" for t in TABLES for kind in ("csv", "parquet")),
    ]
    write_tables(folder, lots(folder), FORMATS, SerialEngine())
    first = {name: folder.read(name) for name in names}
    write_tables(folder, lots(folder), FORMATS, SerialEngine())
    assert {name for name in names if folder.read(name) != first[name]} == set()


def test_json_schema_accepts_a_decree_and_refuses_another_thing() -> None:
    schema = decree_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    record = json.loads(to_json(decree()))
    jsonschema.validate(record, schema)
    del record["source"]["sha256"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(record, schema)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_survives_json(text: str) -> None:
    assert Decree.model_validate_json(to_json(decree(text=text))) == decree(text=text)
