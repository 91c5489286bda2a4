"""Word and Excel documents: told by their content, converted by LibreOffice, or named with the way to get it."""

from __future__ import annotations

import shutil
import stat
import sys
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from iki.batch.inputs import find_inputs
from iki.cli.main import run
from iki.extract import office_to_pdf
from iki.extract.office_to_pdf import office_kind
from iki.extract.source import open_source
from iki.schema.errors import DamagedError, EncryptedError, EngineUnavailableError

SAMPLES = Path(__file__).parent.parent / "samples" / "decrees"
STUB = """#!{python}
import pathlib, shutil, sys, time
folder = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
assert any(a.startswith("-env:UserInstallation=file:") for a in sys.argv)
{does}
"""


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    office_to_pdf._made.clear()


def stub(folder: Path, does: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program in the place of LibreOffice."""
    program = folder / "soffice-stub"
    program.write_text(STUB.format(python=sys.executable, does=does), "utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(office_to_pdf, "find_program", lambda: str(program))


def word_file(path: Path) -> Path:
    document = docx.Document()
    document.add_heading("INDIKATOR KINERJA INDIVIDU")
    document.add_paragraph("Jabatan : Camat Contoh")
    table = document.add_table(2, 5, style="Table Grid")
    heads = ("NO", "SASARAN", "INDIKATOR KINERJA UTAMA", "FORMULASI PERHITUNGAN", "SUMBER DATA")
    cells = ("1", "Meningkatnya pelayanan", "Indeks kepuasan masyarakat", "Hasil survei", "Laporan survei")
    for row, texts in zip(table.rows, (heads, cells), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(str(path))
    return path


def sheet_file(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.create_sheet("IKI", 0).append(["NO", "SASARAN", "INDIKATOR"])
    book.save(path)
    return path


def odt_file(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    return path


def ole_file(path: Path, stream: str) -> Path:
    path.write_bytes(office_to_pdf.OLE_MAGIC + b"\0" * 600 + stream.encode("utf-16-le") + b"\0" * 600)
    return path


def kind(path: Path) -> str | None:
    return office_kind(path, path.read_bytes()[:4096], path.name)


def test_kinds_are_recognised_by_content(tmp_path: Path) -> None:
    assert kind(word_file(tmp_path / "a.bin")) == "docx"
    assert kind(sheet_file(tmp_path / "b.xlsx")) == "xlsx"
    assert kind(odt_file(tmp_path / "c.odt")) == "odt"
    assert kind(ole_file(tmp_path / "d.doc", "WordDocument")) == "doc"
    assert kind(ole_file(tmp_path / "e.xls", "Workbook")) == "xls"
    assert kind(ole_file(tmp_path / "f.msg", "Other")) is None
    with zipfile.ZipFile(tmp_path / "g.zip", "w") as archive:
        archive.writestr("a.pdf", "x")
    assert kind(tmp_path / "g.zip") is None
    assert kind(SAMPLES / "sheet-stacked.pdf") is None
    with pytest.raises(EncryptedError, match="password"):
        kind(ole_file(tmp_path / "h.docx", "EncryptedPackage"))


def test_without_libreoffice_the_way_to_get_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office_to_pdf, "find_program", lambda: None)
    with (
        pytest.raises(EngineUnavailableError, match="Install LibreOffice"),
        open_source(word_file(tmp_path / "a.docx")),
    ):
        pass


def test_libreoffice_without_writer_is_not_a_damaged_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stub(tmp_path, "sys.exit(1)", monkeypatch)
    for library in ("libsclo.so", "libmergedlo.so"):
        (tmp_path / library).touch()
    with pytest.raises(EngineUnavailableError, match=r"without the part that opens a \.docx"):
        open_source(word_file(tmp_path / "a.docx")).__enter__()
    with pytest.raises(DamagedError):  # Calc is there: the stub's own failure
        open_source(sheet_file(tmp_path / "a.xlsx")).__enter__()


def test_what_libreoffice_prints_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = SAMPLES / "sheet-stacked.pdf"
    stub(tmp_path, f"shutil.copy({str(small)!r}, folder / 'document.pdf')", monkeypatch)
    path = sheet_file(tmp_path / "a.xlsx")
    with pytest.raises(SystemExit) as ended:
        run(["convert", str(path), "--out", str(tmp_path / "out"), "--engine", "serial", "--no-report"])
    assert not ended.value.code
    record = (tmp_path / "out" / "decrees" / "a.json").read_text("utf-8")
    assert '"positions": [\n' in record
    with open_source(path) as source:
        assert source.sha256 in record


@pytest.mark.parametrize("does", ["sys.exit('no such filter')", "pass", "time.sleep(60)"])
def test_a_document_that_cannot_be_converted_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str
) -> None:
    stub(tmp_path, does, monkeypatch)
    monkeypatch.setattr(office_to_pdf, "SECONDS", 3.0)
    with pytest.raises(DamagedError, match="LibreOffice"), open_source(word_file(tmp_path / "a.docx")):
        pass


def test_office_documents_are_found_in_folders(tmp_path: Path) -> None:
    for name in ("a.docx", "b.XLSX", "~$a.docx", ".~lock.c.odt#", "c.txt"):
        (tmp_path / name).write_bytes(b"x")
    assert sorted(Path(found.key).name for found in find_inputs([str(tmp_path)])) == ["a.docx", "b.XLSX"]


@pytest.mark.skipif(
    (soffice := shutil.which("soffice")) is None or not office_to_pdf.has_part(soffice, "docx"),
    reason="LibreOffice Writer is not installed",
)
def test_a_word_document_through_libreoffice(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        run(
            [
                "convert",
                str(word_file(tmp_path / "a.docx")),
                "--out",
                str(tmp_path / "out"),
                "--engine",
                "serial",
            ]
        )
    assert not ended.value.code
    assert "Indeks kepuasan masyarakat" in (tmp_path / "out" / "table.csv").read_text("utf-8")
