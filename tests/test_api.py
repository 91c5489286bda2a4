"""iki from Python: the documented example runs, types are right, errors say what to do, the package imports as one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from iki.api import ConversionError, convert, read_tables
from iki.batch.engines import SerialEngine
from iki.batch.output_folder import LocalFolder
from iki.batch.run import BatchOptions, Listener, run_batch
from iki.batch.table_files import CsvStyle, Format
from iki.schema.errors import UsageError
from iki.schema.models import Decree
from iki.schema.tables import TABLES, table

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples" / "decrees"
SMALL = SAMPLES / "sheet-stacked.pdf"


def test_a_file_gives_typed_records() -> None:
    (decree,) = convert(str(SMALL), ocr="never")
    assert isinstance(decree, Decree)
    assert decree.source.file == SMALL.name
    assert decree.positions[0].rows[0].indikator.text


def test_what_cannot_be_read_is_reported(tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_text("no PDF", "utf-8")
    with pytest.raises(
        ConversionError, match=r"bad\.pdf: the file is not a PDF; it is plain text\. Fetch"
    ) as caught:
        convert(bad)
    assert caught.value.outcome == "not_pdf"
    with pytest.raises(UsageError, match="iki convert"):
        convert(tmp_path)
    with pytest.raises(UsageError, match="no tables"):
        read_tables(tmp_path)


@pytest.mark.parametrize(
    ("formats", "style"),
    [
        (("csv",), CsvStyle()),
        (("csv",), CsvStyle(safe=True)),
        (("csv",), CsvStyle(semicolon=True)),
        (("csv",), CsvStyle(safe=True, semicolon=True)),
        (("parquet",), CsvStyle()),
        (("sqlite",), CsvStyle()),
    ],
)
def test_tables_are_the_same_whatever_they_were_written_as(
    tmp_path: Path, formats: tuple[Format, ...], style: CsvStyle
) -> None:
    def tables(name: str, formats: tuple[Format, ...], style: CsvStyle) -> dict[str, pd.DataFrame]:
        options = BatchOptions(formats=formats, csv=style)
        run_batch([str(SMALL)], LocalFolder(tmp_path / name), SerialEngine(), options, Listener())
        return read_tables(tmp_path / name)

    plain, other = tables("plain", ("csv",), CsvStyle()), tables("other", formats, style)
    assert list(other) == [t.name for t in TABLES]
    for name, frame in other.items():
        assert frame.columns.tolist() == list(table(name).header)
        pd.testing.assert_frame_equal(frame, plain[name])
    assert str(other["table"]["tahun"].dtype) == "Int64"
    nip = other["signatures"]["nip"].dropna()
    assert len(nip)
    assert nip.str.fullmatch(r"\d+").all()


DATA = (
    "extract/scan/models/ppocrv6_tiny_rec.onnx",
    "normalize/vocabulary/regions.csv.gz",
    "batch/profiles/pringsewu.toml",
    "report/translations/report.id.json",
    "report/report.html",
    "review/desk/translations/desk.id.json",
    "review/desk/desk_base.html",
)
"""Files besides modules, one of every place, that the wheel has to hold."""


def test_the_package_imports_as_one_and_the_documented_example_runs(tmp_path: Path) -> None:
    """Built as a wheel and unpacked, in a folder of its own."""
    pytest.importorskip("setuptools", minversion="77")
    tree, site = tmp_path / "tree", tmp_path / "site"
    tree.mkdir()
    for name in ("api", "batch", "cli", "extract", "normalize", "report", "review", "schema"):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tree / name)
    build = "from setuptools import build_meta; print(build_meta.build_wheel('.'))"
    built = subprocess.run(
        [sys.executable, "-c", build], cwd=tree, check=True, capture_output=True, text=True
    )
    shutil.unpack_archive(tree / built.stdout.split()[-1], site, "zip")
    for path in DATA:
        assert (site / "iki" / path).is_file(), path
    scripts = tmp_path / "bin"
    scripts.mkdir()
    (scripts / "iki").write_text(f"#!{sys.executable}\nfrom iki.cli.main import run\nrun()\n", "utf-8")
    (scripts / "iki").chmod(0o755)
    (tmp_path / "samples" / "decrees").mkdir(parents=True)
    for name in ("browser-two-decrees", "drawn-gaps", "sheet-stacked"):
        shutil.copy(SAMPLES / f"{name}.pdf", tmp_path / "samples" / "decrees")
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "python.md").read_text("utf-8"), re.DOTALL)
    assert len(blocks) == 3
    environment = os.environ | {
        "PYTHONPATH": str(site),
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
    }
    program = "\n".join([*blocks, "import sys; print(iki.__file__)"])
    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stderr
    assert "Kepala Dinas" in ended.stdout
    assert str(site) in ended.stdout.splitlines()[-1]
    assert "(page " in ended.stdout
