"""The desk without a browser: what its forms do, and who may call it."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from examples import decree
from iki.batch.convert_one import ConvertOptions
from iki.batch.corrected_folder import read_corrections
from iki.batch.engines import SerialEngine
from iki.batch.output_folder import LocalFolder
from iki.batch.output_names import CORRECTIONS
from iki.batch.run import BatchOptions, Listener, run_batch
from iki.batch.tasks import to_json
from iki.report.evaluation import evaluate
from iki.report.gap_priority import gain
from iki.report.gap_words import explained
from iki.report.output_reader import decrees, read_decree
from iki.review.desk.desk_queue import Item, Order, Queue
from iki.review.desk.truth_export import export_truth
from iki.schema.gaps import GapCode
from iki.schema.models import FIELDS, GapRecord
from shared_outputs import SAMPLES, convert, copy_of_samples

pytest.importorskip("flask", reason="the desk needs flask (pip install flask)")

from iki.report import report_builder
from iki.report.report_builder import build_report
from iki.review.desk.desk_app import create_app
from iki.review.desk.desk_state import Desk

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

HOST = "http://127.0.0.1:5000"


@pytest.fixture
def out(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_samples(tmp_path_factory, tmp_path / "out", ("drawn-gaps", "browser-two-decrees"))


class Browser:
    """Calls the desk as a browser would, without one."""

    def __init__(self, out: Path, who: str = "Sari") -> None:
        self.desk = Desk(out, who)
        self.client = create_app(self.desk, "token").test_client()

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(f"/token/{path}", base_url=HOST, **more)

    def words_of(self, path: str, lang: str) -> str:
        """A page's text in a language."""
        client = create_app(self.desk, "token", lang).test_client()
        return client.get(f"/token/{path}", base_url=HOST).get_data(as_text=True)

    def post(self, path: str, form: dict[str, str], **more: Any) -> TestResponse:
        return self.client.post(f"/token/{path}", base_url=HOST, data=form, **more)

    def next_item(self, order: Order | None = None) -> Item:
        """What the desk shows after the item of this place in the order."""
        item = self.desk.queue.after(order)
        assert item is not None
        return item

    def get_item(self, key: str) -> Item:
        """The item of a key."""
        item = self.desk.item(key)
        assert item is not None
        return item

    def item(self, code: str) -> Item:
        found = [i for i in self.desk.queue.first(1000) if any(r.code.value == code for r in i.reasons)]
        assert found, code
        return found[0]

    def form(self, key: str) -> dict[str, str]:
        """The form of an item as the browser would send it back."""
        html = self.get(f"item/{key}").get_data(as_text=True)
        areas = re.findall(r'<textarea[^>]* name="([\w.]+)"[^>]*>\n?(.*?)</textarea>', html, re.DOTALL)
        inputs = re.findall(r'<input[^>]* name="([\w.]+)" value="([^"]*)"', html)
        return {name: unescape(text) for name, text in areas + inputs}

    def act(self, key: str, action: str, **fields: str) -> TestResponse:
        return self.post(f"item/{key}", self.form(key) | {"action": action} | fields)


def gaps(out: Path, decree_id: str) -> list[tuple[str, int | None, str | None]]:
    return [(g.code.value, g.row, g.field) for g in read_decree(out, decree_id).gaps]


def test_the_queue_begins_with_errors_then_gain_and_has_an_end(out: Path) -> None:
    browser = Browser(out)
    desk = browser.desk
    order = [(item.rank, -item.gain) for item in desk.queue.first(1000)]
    assert order == sorted(order)
    seen: list[str] = []
    item = browser.next_item()
    while item.key not in seen:
        seen.append(item.key)
        item = browser.next_item(item.order)
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
    run_batch(inputs, LocalFolder(out), SerialEngine(), BatchOptions(fresh=True), Listener())
    cell = read_decree(out, item.decree_id).positions[item.position].rows[item.row].sumber_data
    assert (cell.text, cell.engine) == ("Buku tamu kecamatan", "human")


def test_a_corrected_decree_that_was_given_twice_says_so(tmp_path: Path) -> None:
    out, again = tmp_path / "out", tmp_path / "z.pdf"
    again.write_bytes((SAMPLES / "drawn-gaps.pdf").read_bytes() + b"\n% written again\n")

    def run(*inputs: Path) -> None:
        given = [str(path) for path in inputs]
        run_batch(given, LocalFolder(out), SerialEngine(), BatchOptions(), Listener())

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


def test_the_history_tells_acts_as_people_say_it(out: Path) -> None:
    browser = Browser(out)
    item = browser.item("missing-sumber-data")
    browser.act(item.key, "save", sumber_data="Buku tamu", indikator="Jumlah tamu")
    other = browser.desk.queue.after(None)
    assert other is not None
    browser.act(other.key, "dismiss")
    html = browser.get("history").get_data(as_text=True)
    acts = {c.act for c in browser.desk.standing()}
    assert html.count("<form method") == len(acts) == 2
    count = sum(c.act == browser.desk.standing()[-1].act for c in browser.desk.standing())
    assert f"Batalkan {count} perubahan" in html
    assert "sumber data" in html
    assert "sumber_data" not in html
    assert explained(other.reasons[0].code, "id").meaning in html
    assert f", {other.reasons[0].code.value}" not in html
    assert not re.search(r"T\d\d:\d\d:\d\d", html)


def test_empty_in_print_closes_the_gap(out: Path) -> None:
    browser = Browser(out)
    item = browser.item("missing-sumber-data")
    browser.act(item.key, "clear", focus="sumber_data")
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
    assert found is not None
    assert found.name == "Kepala Seksi Ketenteraman dan Ketertiban Umum"
    assert found.code


def test_metadata_is_checked(out: Path) -> None:
    browser = Browser(out)
    item = browser.item("missing-metadata")
    assert item.kind == "document"
    assert browser.act(item.key, "save", tanggal="kemarin").status_code == 422
    browser.act(item.key, "save", nomor="188.4/12/2024")
    assert read_decree(out, item.decree_id).decree.nomor == "188.4/12/2024"


def test_the_region_follows_what_people_correct(out: Path) -> None:
    browser = Browser(out)
    item = browser.item("missing-metadata")

    def region() -> tuple[str, str] | None:
        found = read_decree(out, item.decree_id).wilayah
        return (found.kode, found.dari) if found else None

    assert region() is None
    browser.act(item.key, "save", kabupaten_kota="Kabupaten Malang", kecamatan="Bantur")
    assert region() == ("35.07.03", "nama")
    browser.act(item.key, "save", kode_wilayah="35.07.04")
    assert region() == ("35.07.04", "koreksi")
    browser.act(item.key, "save", kecamatan="Pagak")
    assert region() == ("35.07.04", "koreksi")


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
    done = export_truth(out, tmp_path / "truth", queue.open_documents())
    assert not set(done.written) & set(done.still_open)
    while len(browser.desk.queue):
        browser.act(browser.next_item().key, "dismiss")
    queue = Queue()
    queue.fill(decrees(out))
    done = export_truth(out, tmp_path / "truth", queue.open_documents())
    assert (sorted(done.written), done.still_open) == (["browser-two-decrees", "drawn-gaps"], [])
    figures = evaluate(tmp_path / "truth", out).overall
    assert figures["cells_exact_f1"] == figures["positions_f1"] == figures["canonical"] == 1.0
    assert "Yang benar" in json.dumps([p.read_text("utf-8") for p in (tmp_path / "truth").iterdir()])


def place_of(browser: Browser, kind: str, decree_id: str = "drawn-gaps", least_rows: int = 0) -> Item:
    """The first place of a kind in a document."""
    decree = read_decree(browser.desk.out_dir, decree_id)
    return next(
        item
        for item in browser.desk.places(decree_id)
        if item.kind == kind
        and (kind == "document" or len(decree.positions[item.position].rows) >= least_rows)
    )


def test_everything_in_a_document_can_be_opened(out: Path) -> None:
    browser = Browser(out)
    for decree_id in browser.desk.decree_ids():
        page = browser.get(f"document/{decree_id}").get_data(as_text=True)
        decree = read_decree(out, decree_id)
        links = re.findall(r'href="/token/(item/\w+)"', page)
        assert len(links) == 1 + len(decree.positions) + sum(len(p.rows) for p in decree.positions)
        assert {browser.get(link).status_code for link in links} == {200}
    assert browser.get("document/none").status_code == 404
    assert all(name in browser.get("documents").get_data(as_text=True) for name in browser.desk.decree_ids())


def test_what_is_not_in_the_queue_is_corrected_and_opened_again(out: Path) -> None:
    browser = Browser(out)
    decree = read_decree(out, "browser-two-decrees")
    item = next(
        i
        for i in browser.desk.places("browser-two-decrees")
        if i.kind == "row" and browser.desk.queue.get(i.key) is None
    )
    cell = decree.positions[item.position].rows[item.row].formulasi
    browser.act(item.key, "save", formulasi=f"{cell.text} per tahun")
    changed = read_decree(out, "browser-two-decrees").positions[item.position].rows[item.row].formulasi
    assert (changed.text, changed.engine) == (f"{cell.text} per tahun", "human")
    assert "per tahun" in browser.get(f"item/{item.key}").get_data(as_text=True)


def test_duties_and_signatures_are_edited_added_and_deleted(out: Path) -> None:
    browser = Browser(out)
    item = place_of(browser, "position", "browser-two-decrees")
    before = read_decree(out, "browser-two-decrees").positions[item.position]
    assert before.tugas
    browser.act(item.key, "save", **{
        "tugas.0": "Menyusun rencana kerja",
        "new.fungsi": "pelayanan informasi",
        "new.signature.nama": "Rahma Contoh",
        "new.signature.nip": "1" * 18,
    })  # fmt: skip
    after = read_decree(out, "browser-two-decrees").positions[item.position]
    assert (after.tugas[0].text, after.tugas[0].engine) == ("Menyusun rencana kerja", "human")
    assert after.fungsi[-1].text == "pelayanan informasi"
    assert (after.signatures[-1].nama, after.signatures[-1].nip) == ("Rahma Contoh", "1" * 18)
    number = len(after.signatures) - 1
    browser.act(item.key, "save", **{f"signature.{number}.nama": "Rahma Misal"})
    browser.act(item.key, f"remove:fungsi.{len(after.fungsi) - 1}", **{"tugas.0": "Menyusun laporan"})
    last = read_decree(out, "browser-two-decrees").positions[item.position]
    assert last.signatures[-1].nama == "Rahma Misal"
    assert len(last.fungsi) == len(before.fungsi)
    assert last.tugas[0].text == "Menyusun laporan"
    for _ in range(3):
        browser.post("undo", {})
    assert read_decree(out, "browser-two-decrees").positions[item.position] == before


def test_rows_are_added_corrected_and_deleted(out: Path) -> None:
    browser = Browser(out)
    item = place_of(browser, "row", least_rows=2)
    before = read_decree(out, "drawn-gaps").positions[item.position].rows
    answer = browser.act(item.key, "insert", sasaran="Sasaran yang diketik")
    added = browser.get_item(answer.headers["Location"].split("/item/")[1].split("?")[0])
    assert (added.position, added.row) == (item.position, item.row + 1)
    browser.act(added.key, "save", indikator="Jumlah kegiatan baru", sumber_data="Renja, DPA")
    twice = browser.act(item.key, "insert")
    assert twice.status_code == 303
    rows = read_decree(out, "drawn-gaps").positions[item.position].rows
    assert len(rows) == len(before) + 2
    assert rows[item.row].sasaran.text == "Sasaran yang diketik"
    assert [row.indikator.text for row in rows[item.row + 1 : item.row + 3]].count(
        "Jumlah kegiatan baru"
    ) == 1
    own = next(row for row in rows if row.indikator.text == "Jumlah kegiatan baru")
    assert own.sumber_data.items == ["Renja", "DPA"]
    convert(out, "drawn-gaps", "browser-two-decrees")
    browser = Browser(out)
    browser.desk.places("drawn-gaps")
    browser.act(added.key, "remove")
    rows = read_decree(out, "drawn-gaps").positions[item.position].rows
    assert len(rows) == len(before) + 1
    assert all(row.indikator.text != "Jumlah kegiatan baru" for row in rows)


def test_both_halves_of_a_split_row_can_be_corrected(out: Path) -> None:
    browser = Browser(out)
    item = place_of(browser, "row", least_rows=1)
    browser.act(item.key, "split", indikator="atas\r\n---\r\nbawah", formulasi="diketik juga")
    halves = [i for i in browser.desk.places("drawn-gaps") if i.kind == "row" and i.position == item.position]
    browser.act(halves[item.row + 1].key, "save", indikator="bawah benar")
    rows = read_decree(out, "drawn-gaps").positions[item.position].rows
    assert [row.indikator.text for row in rows[item.row : item.row + 2]] == ["atas", "bawah benar"]
    assert rows[item.row].formulasi.text == "diketik juga"


def test_empty_without_a_current_field_empties_nothing(out: Path) -> None:
    browser = Browser(out)
    item = browser.item("missing-sumber-data")
    answer = browser.act(item.key, "clear", formulasi="baru saja diketik")
    assert answer.status_code == 422
    assert "baru saja diketik" in answer.get_data(as_text=True)
    assert not (out / CORRECTIONS).exists()


def test_a_refused_value_comes_back_with_the_others_and_a_reason(out: Path) -> None:
    browser = Browser(out)
    item = browser.item("missing-metadata")
    answer = browser.act(item.key, "save", tanggal="12 Januari 2023", nomor="188.4/12/2024")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="12 Januari 2023"' in page
    assert 'value="188.4/12/2024"' in page
    assert "2023-01-12" in page


@pytest.mark.parametrize("others", [0, 1], ids=["at once", "after another item"])
def test_what_a_second_tab_typed_comes_back_beside_what_stands(others: int, out: Path) -> None:
    browser = Browser(out)
    item = browser.item("missing-sumber-data")
    form = browser.form(item.key)
    browser.act(item.key, "save", sumber_data="dari tab pertama")
    for _ in range(others):
        browser.act(browser.item("missing-sumber-data").key, "save", indikator="lagi")
    answer = browser.post(f"item/{item.key}", form | {"action": "save", "sumber_data": "dari tab kedua"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "dari tab kedua" in page
    assert '<q lang="id">dari tab pertama</q>' in page
    assert "dari tab kedua" not in (out / CORRECTIONS).read_text("utf-8")


def test_text_typed_for_a_row_that_is_gone_is_shown(out: Path) -> None:
    browser = Browser(out)
    item = place_of(browser, "row", least_rows=2)
    form = browser.form(item.key)
    browser.act(item.key, "remove")
    answer = browser.post(f"item/{item.key}", form | {"action": "save", "indikator": "tidak boleh hilang"})
    assert answer.status_code == 409
    assert "tidak boleh hilang" in answer.get_data(as_text=True)


def test_undo_leads_to_what_was_undone(out: Path) -> None:
    browser = Browser(out)
    first = place_of(browser, "row", "browser-two-decrees", least_rows=2)
    item = next(
        i
        for i in browser.desk.places("browser-two-decrees")
        if i.kind == "row" and i.position == first.position and i.row == 1
    )
    for action, fields in (("save", {"indikator": "x"}), ("merge", {}), ("remove", {})):
        browser.act(item.key, action, **fields)
        assert browser.post("undo", {}).headers["Location"].endswith(f"/item/{item.key}"), action
    position = place_of(browser, "position", "browser-two-decrees")
    browser.act(position.key, "save", **{"tugas.0": "y"})
    assert browser.post("undo", {}).headers["Location"].endswith(f"/item/{position.key}")


def test_names_come_from_the_vocabulary_and_nonsense_is_refused(out: Path) -> None:
    browser = Browser(out)
    offered = browser.get("names?q=camat").get_json()
    assert "Camat" in offered
    assert "Kepala Seksi Ketenteraman dan Ketertiban Umum" in browser.get("names?q=kasi trantib").get_json()
    assert browser.get("names?q=").get_json() == []
    item = place_of(browser, "position")
    answer = browser.act(item.key, "save", canonical="Bulan Purnama Raya", jabatan="Penjaga")
    assert answer.status_code == 422
    assert 'value="Bulan Purnama Raya"' in answer.get_data(as_text=True)
    browser.act(item.key, "save", canonical="Sekretaris Kecamatan")
    found = read_decree(out, "drawn-gaps").positions[item.position].canonical
    assert found is not None
    assert (found.name, found.method, found.score) == ("Sekretaris Kecamatan", "exact", 100.0)
    assert found.code


def test_the_queue_is_filtered(out: Path) -> None:
    browser = Browser(out)
    page = browser.get("queue?code=missing-sumber-data&document=drawn-gaps").get_data(as_text=True)
    keys = set(re.findall(r'href="/token/item/(\w+)"', page))
    assert keys
    for key in keys:
        item = browser.get_item(key)
        assert item.decree_id == "drawn-gaps"
        assert any(reason.code.value == "missing-sumber-data" for reason in item.reasons)


def test_what_the_document_says_of_itself_is_shown_with_its_first_page(out: Path) -> None:
    browser = Browser(out)
    page = browser.get(f"item/{place_of(browser, 'document').key}").get_data(as_text=True)
    assert "/1.jpg" in page
    turned = browser.get(f"item/{place_of(browser, 'row').key}?page=1").get_data(as_text=True)
    assert "/1.jpg" in turned


def test_decrees_that_were_given_before_are_not_asked_about() -> None:
    first, again = decree("a.pdf"), decree("b.pdf")
    again.duplicate_of = "a"
    queue = Queue()
    queue.fill(iter([("b", again), ("a", first)]))
    assert {item.decree_id for item in queue.first(100)} == {"a"}
    assert queue.copies == {"b"}
    queue.replace("b", first)
    assert {item.decree_id for item in queue.first(100)} == {"a", "b"}
    assert queue.copies == set()


def test_a_copy_is_opened_from_the_documents_and_the_queue_names_how_many_there_are(tmp_path: Path) -> None:
    for name in ("asli", "salinan", "salinan-lain"):
        (tmp_path / f"{name}.pdf").write_bytes((SAMPLES / "drawn-gaps.pdf").read_bytes())
    out, options = tmp_path / "out", BatchOptions(convert=ConvertOptions())
    run_batch([str(tmp_path)], LocalFolder(out), SerialEngine(), options, Listener())
    browser = Browser(out)
    assert browser.desk.queue.of("asli")
    assert "asked about again: 2." in Browser(out).words_of("queue", "en")
    assert browser.get("document/salinan").status_code == 200
    assert not browser.desk.queue.of("salinan")


def test_a_document_without_questions_is_confirmed_as_a_whole_and_that_can_be_undone(
    out: Path, tmp_path: Path
) -> None:
    browser = Browser(out)
    asking = browser.get("document/drawn-gaps").get_data(as_text=True)
    assert "/confirm/" not in asking
    while len(browser.desk.queue):
        browser.act(browser.next_item().key, "dismiss")
    for correction in browser.desk.standing():
        browser.desk.undo(correction.id)
    quiet = read_decree(out, "drawn-gaps")
    quiet.gaps = []
    for position in quiet.positions:
        for row in position.rows:
            for name in FIELDS:
                getattr(row, name).confidence = 1.0
    (out / "decrees" / "drawn-gaps.json").write_bytes(to_json(quiet))
    browser = Browser(out)
    assert export_truth(out, tmp_path / "none", browser.desk.queue.open_documents()).unseen == ["drawn-gaps"]
    assert "/confirm/drawn-gaps" in browser.get("document/drawn-gaps").get_data(as_text=True)
    assert browser.post("confirm/drawn-gaps", {}).status_code == 303
    assert "Sari" in browser.get("document/drawn-gaps").get_data(as_text=True)
    assert browser.get("history").status_code == 200
    done = export_truth(out, tmp_path / "truth", browser.desk.queue.open_documents())
    assert (done.written, done.unseen) == (["drawn-gaps"], [])
    assert browser.post("undo", {}).status_code == 303
    assert export_truth(out, tmp_path / "again", browser.desk.queue.open_documents()).unseen == ["drawn-gaps"]


def test_documents_without_a_form_come_last_and_gain_nothing() -> None:
    form, letter = decree("b.pdf"), decree("a.pdf")
    missing = GapRecord(
        code=GapCode.MISSING_METADATA, severity="info", field="nomor", message="the document gives no nomor"
    )
    form.gaps, letter.gaps = [missing], [missing.model_copy()]
    form.form, letter.form, letter.positions = "iki", "other", []
    letter.gaps.append(GapRecord(code=GapCode.NO_FORM, severity="info", message="no form"))
    queue = Queue()
    queue.fill(iter([("a", letter), ("b", form)]))
    assert [item.decree_id for item in queue.first(100)][-1] == "a"
    assert (gain(missing, letter), gain(missing, form)) == (0.0, 0.5)


def test_left_over_print_does_not_outweigh_a_missing_cell() -> None:
    one = decree("a.pdf")
    left = GapRecord(code=GapCode.UNPLACED_TEXT, severity="warning", message="text of the form: x")
    cell = GapRecord(
        code=GapCode.MISSING_INDIKATOR,
        severity="warning",
        position=0,
        row=0,
        field="indikator",
        message="empty",
    )
    assert 5 * gain(left, one) < gain(cell, one)


def test_the_documents_are_listed_with_office_year_and_form_and_searched(out: Path) -> None:
    browser = Browser(out)
    every = browser.desk.documents()
    assert [line.decree_id for line in every] == browser.desk.decree_ids()
    wanted = next(line for line in every if line.office and line.year)
    found = browser.desk.documents(f"{str(wanted.office).upper()} {wanted.year}")
    assert wanted in found
    assert all((line.office, line.year) == (wanted.office, wanted.year) for line in found)
    text = browser.get("documents?q=tidak-ada-yang-begini").get_data(as_text=True)
    assert "0 dari 0 baris" in text
    text = browser.get(f"documents?q={wanted.decree_id}").get_data(as_text=True)
    assert str(wanted.office) in text
    assert str(wanted.year) in text


def test_a_gap_of_the_report_leads_to_its_place_at_the_desk(out: Path) -> None:
    browser = Browser(out)
    assert browser.get("report/").status_code == 404
    assert ">Laporan<" not in browser.get("documents").get_data(as_text=True)
    build_report(out)
    assert ">Laporan<" in browser.get("documents").get_data(as_text=True)
    shown = browser.get("report/")
    html = shown.get_data(as_text=True)
    assert '<body data-desk="/token/" data-to-desk="Buka di meja koreksi"' in html
    assert "script-src 'self' 'unsafe-inline'" in shown.headers["Content-Security-Policy"]
    rows = re.findall(r'<tr id="gap-[^>]* data-decree="([^"]*)" data-at="(-?\d+) (-?\d+)"', html)
    assert rows
    for decree_id, position, row in rows:
        led = browser.get(f"place/{decree_id}?position={position}&row={row}")
        assert led.status_code == 302
        item = browser.get_item(led.location.rpartition("/")[2])
        assert item.decree_id == decree_id
        if int(row) >= 0:
            assert (item.kind, item.position, item.row) == ("row", int(position), int(row))
    assert browser.get("place/nowhere?position=0").status_code == 404
    assert browser.client.get("/report/", base_url=HOST).status_code == 404


def test_pages_beside_the_report_are_served_and_nothing_else(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_builder, "INLINE_DOCUMENTS", 0)
    build_report(out)
    browser = Browser(out)
    page = browser.get("report/report_files/doc-drawn-gaps.html")
    assert 'data-desk="/token/"' in page.get_data(as_text=True)
    assert browser.get("report/report_files/report.js").content_type.startswith("text/javascript")
    for name in ("../ledger.sqlite", "..%2Fledger.sqlite", "none.html"):
        assert browser.get(f"report/report_files/{name}").status_code in {404, 308}
