"""What the tools that people use make of the tables: NIP and codes stay the text that they are."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest
from examples import decree
from iki.api import read_tables
from iki.batch.database import views
from iki.batch.duplicates import MarkingTask
from iki.batch.engines import SerialEngine
from iki.batch.output_folder import LocalFolder
from iki.batch.table_files import FORMATS, CsvStyle, write_tables
from iki.batch.tasks import to_json
from iki.schema.load_script import FILE

NIP, CODE = "197208141992032006", "35.07.27"
ODD = "baris\nkedua, \"kutip\"; '=1+1'"
STYLES = (CsvStyle(), CsvStyle(semicolon=True), CsvStyle(safe=True))


@pytest.fixture(name="root", params=STYLES, ids=["comma", "semicolon", "safe"])
def _root(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    return written(tmp_path / "out", request.param)


def written(root: Path, style: CsvStyle) -> Path:
    folder = LocalFolder(root)
    folder.create()
    for name in ("satu", "dua"):
        one = decree(f"{name}.pdf", ODD)
        one.decree.kode_wilayah, one.decree.unit_kerja = CODE, name
        one.positions[0].signatures[0].nip = NIP if name == "satu" else None
        folder.write(f"decrees/{name}.json", to_json(one))
    files = ("decrees/satu.json", "decrees/dua.json")
    write_tables(folder, [(files, MarkingTask(folder, ()))], FORMATS, SerialEngine(), style)
    return root


def loaded(root: Path) -> duckdb.DuckDBPyConnection:
    database = duckdb.connect()
    database.execute(f"SET file_search_path = '{root}'")
    database.execute((root / FILE).read_text("utf-8"))
    return database


def bare(values: list[object]) -> list[object]:
    """Without what --spreadsheet-safe puts before a text."""
    return [value.removeprefix("'") if isinstance(value, str) else value for value in values]


def test_duckdb_loads_what_the_script_says(root: Path) -> None:
    database = loaded(root)
    nips = [nip for (nip,) in database.execute("SELECT nip FROM signatures").fetchall()]
    assert bare(nips) == [NIP, None]
    codes = database.execute("SELECT DISTINCT kode_wilayah FROM decrees").fetchall()
    assert bare([code for (code,) in codes]) == [CODE]
    assert database.execute(
        'SELECT sum(confidence), min(tanggal)::TEXT FROM "table", decrees'
    ).fetchone() == (
        pytest.approx(0.98 * 12),
        "2023-01-05",
    )


def test_duckdb_and_pandas_read_the_same(tmp_path: Path) -> None:
    root = written(tmp_path / "out", CsvStyle())
    database, tables = loaded(root), read_tables(root)
    for name, frame in tables.items():
        rows = database.execute(f'SELECT * FROM "{name}"').fetchall()
        assert [[None if value is None else str(value) for value in row] for row in rows] == [
            [None if pd.isna(value) else str(value) for value in row]
            for row in frame.itertuples(index=False, name=None)
        ], name
    for name, _, _ in views():
        database.execute(f'SELECT * FROM "{name}"').fetchall()


def test_pandas_keeps_texts(root: Path) -> None:
    tables = read_tables(root)
    assert tables["signatures"]["nip"].tolist()[0] == NIP
    assert set(tables["decrees"]["kode_wilayah"]) == {CODE}
    assert tables["duties"]["text"].tolist()[0] == ODD


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize(("file", "sheet"), [("signatures.csv", "Sheet1"), ("tables.xlsx", "signatures")])
def test_libreoffice_keeps_a_nip_as_text(tmp_path: Path, file: str, sheet: str) -> None:
    """The workbook as it is, CSV with --spreadsheet-safe; both are opened and saved as LibreOffice understands them."""
    root = written(tmp_path / "out", CsvStyle(safe=True))
    assert (tmp_path / "out" / file).is_file()
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [
            "soffice",
            "--headless",
            profile,
            "--convert-to",
            "xlsx",
            "--outdir",
            tmp_path,
            root / file,
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    book = openpyxl.load_workbook(tmp_path / Path(file).with_suffix(".xlsx").name)
    lines = list(
        (book[sheet] if sheet in book.sheetnames else book.worksheets[0]).iter_rows(values_only=True)
    )
    nip = lines[1][lines[0].index("nip")]
    assert isinstance(nip, str)
    assert nip.removeprefix("'") == NIP


def test_the_csv_itself_stays_faithful(tmp_path: Path) -> None:
    """No mark and no blank: what joins with another system's NIP is the NIP."""
    root = written(tmp_path / "out", CsvStyle())
    lines = csv.DictReader(io.StringIO((root / "signatures.csv").read_text("utf-8"), newline=""))
    assert [line["nip"] for line in lines] == [NIP, ""]
