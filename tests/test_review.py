"""The desk without a browser: what its forms do, and who may call it."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from iki.batch.convert_one import ConvertOptions
from iki.batch.engines import SerialEngine
from iki.batch.folder import LocalFolder
from iki.batch.names import CORRECTIONS
from iki.batch.run import BatchOptions, Listener, run_batch
from iki.report.corrected import correct_folder, read_corrections
from iki.report.evaluate import evaluate
from iki.report.load import decrees, read_decree
from iki.report.queue import Queue
from iki.report.truth import export_truth

pytest.importorskip("flask", reason="the desk needs flask (pip install flask)")

from iki.report.desk import Desk, create_app

SAMPLES = Path(__file__).parent.parent / "samples" / "decrees"
HOST = "http://127.0.0.1:5000"


def convert(out: Path, *names: str) -> None:
    inputs = [str(SAMPLES / f"{name}.pdf") for name in names]
    options = BatchOptions(convert=ConvertOptions())
    run_batch(inputs, LocalFolder(out), SerialEngine(), options, Listener(), correct_folder)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    convert(tmp_path / "out", "drawn-gaps", "browser-two-decrees")
    return tmp_path / "out"


class Browser:
    """Calls the desk as a browser would, without one."""

    def __init__(self, out: Path, who: str = "Sari") -> None:
        self.desk = Desk(out, who)
        self.client = create_app(self.desk, "token").test_client()

    def get(self, path: str, **more):
        return self.client.get(f"/token/{path}", base_url=HOST, **more)

    def post(self, path: str, form: dict[str, str], **more):
        return self.client.post(f"/token/{path}", base_url=HOST, data=form, **more)

    def item(self, code: str):
        found = [i for i in self.desk.queue.first(1000) if any(r.code.value == code for r in i.reasons)]
        assert found, code
        return found[0]

    def form(self, key: str) -> dict[str, str]:
        """The form of an item as the browser would send it back."""
        html = self.get(f"item/{key}").get_data(as_text=True)
        areas = re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>\n?(.*?)</textarea>', html, re.DOTALL)
        inputs = re.findall(r'<input[^>]* name="(\w+)" value="([^"]*)"', html)
        return {name: unescape(text) for name, text in areas + inputs}

    def act(self, key: str, action: str, **fields: str):
        return self.post(f"item/{key}", self.form(key) | {"action": action} | fields)


def gaps(out: Path, decree_id: str) -> list[tuple[str, int | None, str | None]]:
    return [(g.code.value, g.row, g.field) for g in read_decree(out, decree_id).gaps]


def test_the_queue_is_sorted_by_gain_and_has_an_end(out: Path) -> None:
    desk = Browser(out).desk
    order = [item.gain for item in desk.queue.first(1000)]
    assert order == sorted(order, reverse=True)
    seen, item = [], desk.queue.after(None)
    while item.key not in seen:
        seen.append(item.key)
        item = desk.queue.after(item.order)
    assert len(seen) == len(desk.queue)


def test_a_typed_text_is_kept_applied_and_certain(out: Path) -> None:
    browser = Browser(out)
    item = browser.item("missing-sumber-data")
    before = len(browser.desk.queue)
    answer = browser.act(item.key, "save", sumber_data="Laporan tahunan\r\nRenja")
    assert answer.status_code == 303
    assert len(browser.desk.queue) == before - 1
    cell = read_decree(out, item.decree_id).positions[item.position].rows[item.row].sumber_data
    assert (cell.text, cell.engine, cell.confidence) == ("Laporan tahunan\nRenja", "human", 1.0)
    assert cell.items == ["Laporan tahunan", "Renja"]
    assert ("missing-sumber-data", item.row, "sumber_data") not in gaps(out, item.decree_id)
    said = next(c for c in read_corrections(out / CORRECTIONS) if c.field == "sumber_data")
    assert (said.who, said.page, said.field) == ("Sari", item.page, "sumber_data")


def test_corrections_survive_a_new_run_and_reach_the_tables(out: Path) -> None:
    browser = Browser(out)
    item = browser.item("missing-sumber-data")
    browser.act(item.key, "save", sumber_data="Buku tamu kecamatan")
    convert(out, "drawn-gaps", "browser-two-decrees")
    assert "Buku tamu kecamatan" in (out / "indicators.csv").read_text("utf-8")
    inputs = [str(SAMPLES / "drawn-gaps.pdf"), str(SAMPLES / "browser-two-decrees.pdf")]
    run_batch(inputs, LocalFolder(out), SerialEngine(), BatchOptions(fresh=True), Listener(), correct_folder)
    cell = read_decree(out, item.decree_id).positions[item.position].rows[item.row].sumber_data
    assert (cell.text, cell.engine) == ("Buku tamu kecamatan", "human")


def test_a_corrected_decree_that_was_given_twice_says_so(tmp_path: Path) -> None:
    out, again = tmp_path / "out", tmp_path / "z.pdf"
    again.write_bytes((SAMPLES / "drawn-gaps.pdf").read_bytes() + b"\n% written again\n")

    def run(*inputs: Path) -> None:
        given = [str(path) for path in inputs]
        run_batch(given, LocalFolder(out), SerialEngine(), BatchOptions(), Listener(), correct_folder)

    run(again)
    browser = Browser(out)
    item = browser.item("missing-sumber-data")
    browser.act(item.key, "save", sumber_data="Buku tamu kecamatan")
    run(SAMPLES / "drawn-gaps.pdf", again)
    told = ("duplicate-decree", None, None)
    assert told in gaps(out, "z")
    assert "Buku tamu kecamatan" in (out / "decrees/z.json").read_text("utf-8")
    assert browser.post("undo", {}).status_code == 303
    assert told in gaps(out, "z")
    assert "Buku tamu kecamatan" not in (out / "decrees/z.json").read_text("utf-8")


def test_undo_brings_back_exactly_what_the_machine_read(out: Path) -> None:
    before = {path.name: path.read_bytes() for path in (out / "decrees").iterdir()}
    browser = Browser(out)
    queue = [item.key for item in browser.desk.queue.first(1000)]
    item = browser.item("missing-sumber-data")
    browser.act(item.key, "save", sumber_data="x", indikator="y", jabatan="Camat")
    assert (out / "decrees" / f"{item.decree_id}.json").read_bytes() != before[f"{item.decree_id}.json"]
    assert browser.post("undo", {}).status_code == 303
    assert {path.name: path.read_bytes() for path in (out / "decrees").iterdir()} == before
    assert [item.key for item in browser.desk.queue.first(1000)] == queue
    assert "Belum ada koreksi" in browser.get("history").get_data(as_text=True)


def test_empty_in_print_closes_the_gap(out: Path) -> None:
    browser = Browser(out)
    item = browser.item("missing-sumber-data")
    browser.act(item.key, "clear")
    cell = read_decree(out, item.decree_id).positions[item.position].rows[item.row].sumber_data
    assert (cell.text, cell.engine) == ("", "human")
    assert ("missing-sumber-data", item.row, "sumber_data") not in gaps(out, item.decree_id)


def test_merge_and_split(out: Path) -> None:
    browser = Browser(out)
    item = next(i for i in browser.desk.queue.first(1000) if i.kind == "row" and i.row > 0)
    rows = read_decree(out, item.decree_id).positions[item.position].rows
    upper, lower = rows[item.row - 1].indikator.text, rows[item.row].indikator.text
    browser.act(item.key, "merge")
    merged = read_decree(out, item.decree_id).positions[item.position].rows
    assert len(merged) == len(rows) - 1
    assert merged[item.row - 1].indikator.text == f"{upper} {lower}"
    browser.post("undo", {})
    browser.act(item.key, "split", indikator="atas\r\n---\r\nbawah", sumber_data="---\r\nDPA")
    parted = read_decree(out, item.decree_id).positions[item.position].rows
    assert len(parted) == len(rows) + 1
    assert [row.indikator.text for row in parted[item.row : item.row + 2]] == ["atas", "bawah"]
    assert [row.sumber_data.text for row in parted[item.row : item.row + 2]] == ["", "DPA"]
    assert parted[item.row + 1].sasaran.inherited


def test_a_split_without_a_mark_and_a_merge_of_the_first_row_are_refused(out: Path) -> None:
    browser = Browser(out)
    item = next(i for i in browser.desk.queue.first(1000) if i.kind == "row")
    assert browser.act(item.key, "split", indikator="atas bawah").status_code == 422
    assert not (out / CORRECTIONS).exists()


def test_a_wrong_position_gets_its_name(out: Path) -> None:
    browser = Browser(out)
    item = next(i for i in browser.desk.queue.first(1000) if i.kind == "row")
    browser.act(item.key, "save", canonical="Kepala Seksi Ketenteraman dan Ketertiban Umum")
    found = read_decree(out, item.decree_id).positions[item.position].canonical
    assert found.name == "Kepala Seksi Ketenteraman dan Ketertiban Umum"
    assert found.code


def test_metadata_is_checked(out: Path) -> None:
    browser = Browser(out)
    item = browser.item("missing-metadata")
    assert item.kind == "document"
    assert browser.act(item.key, "save", tanggal="kemarin").status_code == 422
    browser.act(item.key, "save", nomor="188.4/12/2024")
    assert read_decree(out, item.decree_id).decree.nomor == "188.4/12/2024"


def test_two_tabs(out: Path) -> None:
    browser = Browser(out)
    item = browser.item("missing-sumber-data")
    first, second = browser.form(item.key), browser.form(item.key)
    browser.post(f"item/{item.key}", first | {"action": "save", "indikator": "dari tab pertama"})
    other = browser.item("missing-sumber-data")
    form = browser.form(other.key)
    browser.post(f"item/{other.key}", form | {"action": "save", "indikator": "lagi"})
    answer = browser.post(f"item/{item.key}", second | {"action": "save", "sumber_data": "dari tab kedua"})
    assert answer.status_code in {302, 409}
    assert "dari tab kedua" not in (out / CORRECTIONS).read_text("utf-8")


def test_a_second_desk_sees_what_the_first_wrote(out: Path) -> None:
    first, second = Browser(out, "Sari"), Browser(out, "Budi")
    item = first.item("missing-sumber-data")
    first.act(item.key, "save", sumber_data="Arsip")
    second.get("queue")
    assert len(second.desk.queue) == len(first.desk.queue)


def test_only_this_machine_with_the_token_gets_in(out: Path) -> None:
    browser = Browser(out)
    item = browser.item("missing-sumber-data")
    client = browser.client
    assert client.get("/", base_url=HOST).status_code == 404
    assert client.get("/guess/queue", base_url=HOST).status_code == 404
    assert client.get("/token/queue", base_url="http://evil.example:5000").status_code == 403
    bad = {"headers": {"Origin": "http://evil.example"}}
    assert browser.post(f"item/{item.key}", {"action": "dismiss"}, **bad).status_code == 403
    assert "default-src 'none'" in browser.get("queue").headers["Content-Security-Policy"]


def test_hostile_text_stays_text(out: Path) -> None:
    browser = Browser(out)
    item = browser.item("missing-sumber-data")
    evil = '</textarea><script>alert(1)</script>"><img src=x onerror=alert(2)>'
    browser.act(item.key, "save", sasaran=evil, jabatan=evil)
    pages = [browser.get(path).get_data(as_text=True) for path in ("history", "queue")]
    pages += [browser.get(f"item/{i.key}").get_data(as_text=True) for i in browser.desk.queue.first(50)]
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_the_picture_is_of_the_page(out: Path) -> None:
    browser = Browser(out)
    item = browser.item("missing-sumber-data")
    answer = browser.get(f"page/{item.key}/{item.page}.jpg")
    assert answer.mimetype == "image/jpeg"
    assert browser.get(f"page/{item.key}/999.jpg").status_code == 404


def test_reviewed_documents_become_truth(out: Path, tmp_path: Path) -> None:
    browser = Browser(out)
    item = browser.item("missing-sumber-data")
    browser.act(item.key, "save", indikator="Yang benar")
    queue = Queue()
    queue.fill(decrees(out))
    written, left = export_truth(out, tmp_path / "truth", queue.open_documents())
    assert not set(written) & set(left)
    while len(browser.desk.queue):
        browser.act(browser.desk.queue.after(None).key, "dismiss")
    queue = Queue()
    queue.fill(decrees(out))
    written, left = export_truth(out, tmp_path / "truth", queue.open_documents())
    assert (sorted(written), left) == (["browser-two-decrees", "drawn-gaps"], [])
    figures = evaluate(tmp_path / "truth", out).overall
    assert figures["cells_exact_f1"] == figures["positions_f1"] == figures["canonical"] == 1.0
    assert "Yang benar" in json.dumps([p.read_text("utf-8") for p in (tmp_path / "truth").iterdir()])
