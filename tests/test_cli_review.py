"""`iki evaluate`, `iki review` and the lists of `iki match`, as a user meets them."""

from __future__ import annotations

import json
import socket
import sys
import threading
import urllib.request
from pathlib import Path

import pytest
from examples import BOX, decree
from iki.batch.corrected_folder import add_corrections
from iki.batch.output_names import CORRECTIONS
from iki.batch.tasks import to_json
from iki.report.output_reader import read_decree
from iki.review.corrections import Action, Correction
from iki.review.desk.truth_export import export_truth
from test_cli import iki

OFFICE_LIST = "unit_kerja;jabatan\nKecamatan Lawang;Sekretaris\n;Kasi Trantib\n;\n".replace(";", ",")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An output folder with one decree."""
    (tmp_path / "out" / "decrees").mkdir(parents=True)
    (tmp_path / "out" / "decrees" / "contoh.json").write_bytes(to_json(decree()))
    return tmp_path / "out"


@pytest.fixture
def truth(out: Path) -> Path:
    """Truth that the decree agrees with, and truth of a decree that was not converted."""
    folder = out.parent / "truth"
    export_truth(out, folder, set(), unreviewed=True)
    (folder / "hilang.truth.json").write_bytes((folder / "contoh.truth.json").read_bytes())
    return folder


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard output, as it is captured, taken for a terminal of 80 columns without colours."""
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda _: True)
    monkeypatch.setenv("TERM", "dumb")


def table_rows(printed: str) -> list[list[str]]:
    """The rows of a printed table, each cell's wrapped lines joined."""
    rows: list[list[str]] = []
    for line in printed.splitlines():
        if line.startswith("│"):
            cells = [cell.strip() for cell in line.split("│")[1:-1]]
            if cells[0]:
                rows.append(cells)
            else:
                rows[-1] = [f"{above} {cell}".strip() for above, cell in zip(rows[-1], cells, strict=True)]
    return rows


def typed(name: str, who: str, value: str, action: Action = "set") -> Correction:
    """What a person typed into the first row's indicator."""
    return Correction(
        id=name, sha256="0" * 64, action=action, page=1, bbox=BOX, field="indikator", value=value, who=who
    )


def test_figures_are_printed_and_missing_documents_named(
    out: Path, truth: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert iki("evaluate", truth, out) == 0
    printed = capsys.readouterr().out
    assert "2 truth documents, 1 without output\n  no output: hilang\n" in printed
    (row,) = (line for line in printed.splitlines() if line.startswith("sumber_data  text"))
    assert "1.0000" in row


def test_figures_as_json(out: Path, truth: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert iki("evaluate", truth, out, "--json") == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["missing"] == ["hilang"]
    assert figures["documents"] == 2


def test_truth_that_is_no_folder_is_wrong_usage(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert iki("evaluate", out / "decrees.csv", out) == 2
    assert "decrees.csv: is not a folder" in capsys.readouterr().err
    assert iki("evaluate", out, out.parent) == 2
    assert f"{out.parent}: no decrees are there. Run `iki convert" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere",), "no decrees are there"),
        (("out", "--port", "80000"), "'--port': it must be at most 65535"),
        (("out", "--port", "-1"), "'--port': it must be at least 0"),
        (("out", "--lang", "fr"), "--lang 'fr' is no language of the program"),
        (("out", "--merge", "theirs.jsonl"), "there is no such file"),
    ],
)
def test_wrong_usage_of_the_desk_is_reported(
    out: Path,
    arguments: tuple[str, ...],
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(out.parent)
    assert iki("review", *arguments) == 2
    assert said in capsys.readouterr().err


def test_another_reviewers_corrections_are_taken_over_and_disputes_named(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_corrections(out / CORRECTIONS, [typed("a", "Sari", "Jumlah rapat")])
    theirs = out.parent / "theirs.jsonl"
    add_corrections(theirs, [typed("b", "Budi", "Banyaknya rapat")])
    assert iki("review", out, "--merge", theirs) == 0
    said = capsys.readouterr()
    assert "1 correction taken over, 0 lines ignored, 1 place where people disagree" in said.err
    assert "page 1, indikator:\n  Sari: set Jumlah rapat\n  Budi: set Banyaknya rapat\n" in said.out
    assert read_decree(out, "contoh").positions[0].rows[0].indikator.text == "Banyaknya rapat"


def test_only_documents_reviewed_to_the_end_become_truth(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    again = decree("arsip/lain.pdf")
    again.gaps = []
    for position in again.positions:
        for row in position.rows:
            for field in ("sasaran", "indikator", "formulasi", "sumber_data"):
                getattr(row, field).confidence = 1.0
    (out / "decrees" / "lain.json").write_bytes(to_json(again))
    again.source.sha256 = "1" * 64
    again.source.file = "arsip/tak-dilihat.pdf"
    (out / "decrees" / "tak-dilihat.json").write_bytes(to_json(again))
    again.source.file, again.duplicate_of = "arsip/salinan.pdf", "lain"
    (out / "decrees" / "salinan.json").write_bytes(to_json(again))
    add_corrections(out / CORRECTIONS, [Correction(id="a", sha256="0" * 64, action="confirm", who="Sari")])
    new = out.parent / "new"
    assert iki("review", out, "--export", new) == 0
    assert capsys.readouterr().err.splitlines() == [
        f"1 written to {new}",
        "with open questions, not written: 1",
        "  contoh",
        "never looked at by anyone, not written (take them too: --unreviewed): 1",
        "  tak-dilihat",
        "copies of the same decrees, not written: 1",
        "  salinan",
    ]
    assert [path.name for path in new.iterdir()] == ["lain.truth.json"]
    assert iki("review", out, "--export", new, "--unreviewed") == 0
    assert "2 written" in capsys.readouterr().err
    assert {path.name for path in new.iterdir()} == {"lain.truth.json", "tak-dilihat.truth.json"}


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were to be opened in a browser; each is fetched, and the desk ends then."""
    pytest.importorskip("flask")
    from werkzeug.serving import BaseWSGIServer  # noqa: PLC0415 - may be missing

    addresses: list[str] = []
    serve = BaseWSGIServer.serve_forever

    def serve_once(server: BaseWSGIServer, *given: float) -> None:
        def ask() -> None:
            with urllib.request.urlopen(addresses[0]) as page:
                addresses.append(page.read().decode())
            server.shutdown()

        threading.Thread(target=ask).start()
        serve(server, *given)

    monkeypatch.setattr("webbrowser.open", addresses.append)
    monkeypatch.setattr(BaseWSGIServer, "serve_forever", serve_once)
    return addresses


def test_the_desk_is_served_at_the_address_that_is_printed(
    out: Path, opened: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    iki("review", out, "--who", "Sari", "--lang", "en")
    said = capsys.readouterr()
    address, page = opened
    assert said.out.strip() == address
    assert address.startswith("http://127.0.0.1:")
    assert "contoh" in page
    assert "GET /" not in said.err


def test_a_list_of_names_with_their_offices(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "names.csv").write_text(OFFICE_LIST, "utf-8")
    assert iki("match", "--file", tmp_path / "names.csv") == 0
    names = [line.split(",")[:2] for line in capsys.readouterr().out.splitlines()[1:]]
    assert names == [
        ["Sekretaris", "Sekretaris Kecamatan"],
        ["Kasi Trantib", "Kepala Seksi Ketenteraman dan Ketertiban Umum"],
    ]


def test_a_list_of_lines_and_one_that_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "names.txt").write_text("\nCamat\n\n", "utf-8")
    assert iki("match", "--file", tmp_path / "names.txt", "--json") == 0
    (record,) = json.loads(capsys.readouterr().out)
    assert record["canonical"]["name"] == "Camat"
    assert iki("match", "--file", tmp_path / "none.txt") == 2
    assert "the list cannot be read" in capsys.readouterr().err
    assert iki("match") == 2


def test_a_table_on_a_terminal(terminal: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert iki("match", "Kasi Trantib", "Wrqozk Wrqozk") == 0
    known, unknown = table_rows(capsys.readouterr().out)
    assert known[:2] == ["Kasi Trantib", "Kepala Seksi Ketenteraman dan Ketertiban Umum"]
    assert unknown[1] == "-"


def test_names_outside_the_vocabulary_on_a_terminal(
    out: Path, terminal: None, capsys: pytest.CaptureFixture[str]
) -> None:
    found = decree()
    found.positions[0].jabatan, found.positions[0].canonical = "Kasi Ternak Unggas", None
    (out / "decrees" / "contoh.json").write_bytes(to_json(found))
    assert iki("match", "--unmatched", out) == 0
    (row,) = (row for row in table_rows(capsys.readouterr().out) if "Ternak" in row[0])
    assert row[:3] == ["Kepala Seksi Ternak", "1", "Kasi Ternak Unggas"]  # "Unggas" is on the next line
    assert iki("match", "--unmatched", out, "Camat") == 2
    assert iki("match", "--unmatched", out.parent) == 2


@pytest.mark.parametrize(
    ("lines", "ignored"),
    [
        (["garbage"], [1]),
        (['{"a": 1}', "", "{"], [1, 3]),
        ([typed("a", "Sari", "Benar").model_dump_json(exclude_none=True), '{"id": "b", "sha'], [2]),
        ([typed("a", "Sari", "Dua\x0bbaris").model_dump_json(exclude_none=True)], []),
    ],
)
def test_lines_that_are_no_correction_are_named(
    out: Path, capsys: pytest.CaptureFixture[str], lines: list[str], ignored: list[int]
) -> None:
    theirs = out.parent / "theirs.jsonl"
    theirs.write_text("\n".join(lines) + "\n", "utf-8")
    assert iki("review", out, "--merge", theirs) == 0
    taken = sum(bool(line) for line in lines) - len(ignored)
    said = capsys.readouterr().err
    assert f"{taken} correction{'s' * (taken != 1)} taken over, {len(ignored)} line" in said
    warnings = ["warning: line {} of {} is not a correction; ignored".format(n, "{}") for n in ignored]
    assert [line for line in said.splitlines() if line.startswith("warning")] == [
        warning.format("theirs.jsonl") for warning in warnings
    ]
    (out / CORRECTIONS).write_bytes(theirs.read_bytes())
    assert iki("report", out) == 0
    assert [line for line in capsys.readouterr().err.splitlines() if line.startswith("warning")] == [
        warning.format(CORRECTIONS) for warning in warnings
    ]


@pytest.mark.parametrize("lang", ["en", "id"])
def test_a_port_in_use_is_said_in_the_programs_own_words(
    out: Path, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("flask")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert iki("review", out, "--no-browser", "--port", port, "--lang", lang) == 2
    said = capsys.readouterr().err
    expected = {
        "en": f"port {port} cannot be used (Address",
        "id": f"port {port} tidak dapat dipakai (sudah dipakai",
    }
    assert expected[lang] in said
    assert len(said.splitlines()) == 1
