"""The desk in a real browser: a correction by keyboard alone, that a new run keeps."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from browsing import Scheme, accessibility_problems, chromium, need_browser, opened
from iki.batch.tasks import to_json
from iki.report.output_reader import read_decree
from iki.schema.gaps import GapCode
from iki.schema.models import Decree, GapRecord
from shared_outputs import convert, copy_of_samples

need_browser()
pytest.importorskip("flask")

from iki.report.report_builder import build_report  # noqa: E402
from iki.review.desk.desk_app import create_app  # noqa: E402
from iki.review.desk.desk_state import Desk  # noqa: E402
from werkzeug.serving import make_server  # noqa: E402 - after the check that it is there

if TYPE_CHECKING:
    from iki.review.desk.desk_queue import Item
    from playwright.sync_api import Browser, FloatRect, Locator


class Served(NamedTuple):
    """A desk and the address at which it is served."""

    desk: Desk
    address: str


def place_on(found: Locator) -> FloatRect:
    """Where an element stands on the screen."""
    box = found.bounding_box()
    assert box is not None
    return box


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def out(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_samples(tmp_path_factory, tmp_path / "out", ("drawn-gaps", "word-front-matter"))


@contextmanager
def serving(desk: Desk) -> Iterator[str]:
    """The desk's address while it is served."""
    server = make_server("127.0.0.1", 0, create_app(desk, "token"), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/token/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def served(out: Path) -> Iterator[Served]:
    desk = Desk(out, "Sari")
    with serving(desk) as address:
        yield Served(desk, address)


def item_with(desk: Desk, code: str) -> Item:
    return next(i for i in desk.queue.first(999) if any(r.code.value == code for r in i.reasons))


def test_a_full_correction_by_keyboard(browser: Browser, served: Served, out: Path) -> None:
    desk, address = served
    item = item_with(desk, "missing-sumber-data")
    left = len(desk.queue)
    page = opened(browser, f"{address}item/{item.key}")
    keys = page.tab.keyboard
    keys.press("e")
    asked = page.tab.evaluate("document.activeElement.name")
    page.tab.fill("#i-sumber_data", "")
    page.tab.focus("#i-sumber_data")
    keys.type("Buku tamu <b>kecamatan</b>")
    with page.tab.expect_navigation():
        keys.press("Control+Enter")
    assert asked in {"sasaran", "sumber_data"}
    assert len(desk.queue) == left - 1
    page.tab.reload()
    assert page.tab.locator("#item-title").count() == 1
    convert(out, "drawn-gaps", "word-front-matter")
    cell = read_decree(out, item.decree_id).positions[item.position].rows[item.row].sumber_data
    assert (cell.text, cell.engine) == ("Buku tamu <b>kecamatan</b>", "human")
    assert page.complaints == []
    assert all(request.startswith(address) or request == "data:," for request in page.requests)


def test_keys_walk_through_the_queue_and_undo(browser: Browser, served: Served) -> None:
    desk, address = served
    page = opened(browser, address)
    first = page.tab.url
    with page.tab.expect_navigation():
        page.tab.keyboard.press("n")
    assert page.tab.url != first
    with page.tab.expect_navigation():
        page.tab.keyboard.press("p")
    assert page.tab.url == first
    left = len(desk.queue)
    with page.tab.expect_navigation():
        page.tab.keyboard.press("d")
    assert len(desk.queue) == left - 1
    with page.tab.expect_navigation():
        page.tab.keyboard.press("u")
    assert len(desk.queue) == left
    assert page.complaints == []


def test_typing_in_a_field_presses_no_button(browser: Browser, served: Served) -> None:
    desk, address = served
    item = item_with(desk, "missing-sumber-data")
    left = len(desk.queue)
    page = opened(browser, f"{address}item/{item.key}")
    page.tab.focus("#i-indikator")
    page.tab.keyboard.type("admnpsuxw")
    page.tab.keyboard.press("Escape")
    assert page.tab.url.endswith(item.key)
    assert len(desk.queue) == left


def test_a_second_tab_is_reported(browser: Browser, served: Served) -> None:
    desk, address = served
    item = item_with(desk, "missing-sumber-data")
    one, two = (opened(browser, f"{address}item/{item.key}") for _ in range(2))
    one.tab.fill("#i-jabatan", "Camat Contoh")
    with one.tab.expect_navigation():
        one.tab.click('.bar button[value="save"]')
    two.tab.fill("#i-indikator", "dari tab kedua")
    with two.tab.expect_navigation():
        two.tab.click('.bar button[value="save"]')
    assert "dari tab kedua" not in desk.file.read_text("utf-8")
    assert two.tab.input_value("#i-indikator") == "dari tab kedua"
    assert two.tab.locator("[role=alert]").inner_text()


def test_the_outline_lies_on_the_cell(browser: Browser, served: Served) -> None:
    desk, address = served
    item = item_with(desk, "missing-sumber-data")
    page = opened(browser, f"{address}item/{item.key}")
    reason = next(r for r in item.reasons if r.field == "sumber_data")
    box = place_on(page.tab.locator("svg rect.gap").last)
    picture = place_on(page.tab.locator(".paper img"))
    assert item.page is not None
    sizes = desk.page_size(item.decree_id, desk.decree(item).source.sha256, item.page)
    assert sizes is not None
    assert reason.bbox is not None
    scale = picture["width"] / sizes[0]
    assert box["x"] - picture["x"] == pytest.approx(reason.bbox[0] * scale, abs=3)
    assert box["y"] - picture["y"] == pytest.approx(reason.bbox[1] * scale, abs=3)


def test_x_without_a_current_field_empties_nothing(browser: Browser, served: Served) -> None:
    desk, address = served
    item = item_with(desk, "missing-sumber-data")
    page = opened(browser, f"{address}item/{item.key}")
    with page.tab.expect_navigation():
        page.tab.keyboard.press("x")
    assert page.tab.locator("[role=alert]").inner_text()
    assert not desk.file.exists()


@pytest.mark.parametrize("key", ["n", "p", "k"])
def test_typed_text_is_kept_when_one_walks_on(browser: Browser, served: Served, key: str) -> None:
    desk, address = served
    item = item_with(desk, "missing-sumber-data")
    page = opened(browser, f"{address}item/{item.key}")
    page.tab.fill("#i-formulasi", "belum disimpan")
    page.tab.keyboard.press("Escape")
    with page.tab.expect_navigation():
        page.tab.keyboard.press(key)
    assert page.tab.locator("#drafts a").count() == 1
    with page.tab.expect_navigation():
        page.tab.locator("#drafts a").first.click()
    assert page.tab.input_value("#i-formulasi") == "belum disimpan"
    assert page.tab.locator("#draft").is_visible()
    page.tab.reload()
    assert page.tab.input_value("#i-formulasi") == "belum disimpan"
    page.tab.click("[data-discard]")
    page.tab.reload()
    assert page.tab.input_value("#i-formulasi") != "belum disimpan"
    assert page.complaints == []


def test_saved_text_is_no_draft_any_more(browser: Browser, served: Served) -> None:
    desk, address = served
    item = item_with(desk, "missing-sumber-data")
    page = opened(browser, f"{address}item/{item.key}")
    page.tab.fill("#i-formulasi", "sudah disimpan")
    with page.tab.expect_navigation():
        page.tab.click('.bar button[value="save"]')
    assert page.tab.locator("#drafts").is_hidden()
    assert "sudah disimpan" in desk.file.read_text("utf-8")


def test_a_refused_date_comes_back_as_typed(browser: Browser, served: Served) -> None:
    desk, address = served
    item = next(i for i in desk.places("drawn-gaps") if i.kind == "document")
    page = opened(browser, f"{address}item/{item.key}")
    page.tab.fill("#i-tanggal", "12 Januari 2023")
    page.tab.fill("#i-nomor", "188.4/1/2023")
    with page.tab.expect_navigation():
        page.tab.keyboard.press("Control+Enter")
    assert page.tab.input_value("#i-tanggal") == "12 Januari 2023"
    page.tab.fill("#i-tanggal", "2023-01-12")
    with page.tab.expect_navigation():
        page.tab.keyboard.press("Control+Enter")
    meta = desk.decree(item).decree
    assert (meta.tanggal, meta.nomor) == ("2023-01-12", "188.4/1/2023")


def test_documents_lead_to_every_row(browser: Browser, served: Served) -> None:
    desk, address = served
    page = opened(browser, f"{address}documents")
    page.tab.click("text=word-front-matter")
    rows = page.tab.locator("p.row a")
    assert rows.count() == sum(len(p.rows) for p in read_decree(desk.out_dir, "word-front-matter").positions)
    rows.last.click()
    assert page.tab.locator("#i-sasaran").count() == 1
    assert page.complaints == []


@pytest.mark.parametrize("width", [1366, 390])
def test_gaps_in_the_report_lead_to_their_places(browser: Browser, served: Served, width: int) -> None:
    desk, address = served
    build_report(desk.out_dir)
    page = opened(browser, f"{address}report/", width=width)
    links = page.tab.locator("tr[data-decree] a[href^='/token/place/']")
    assert links.count() > 0
    with page.tab.expect_navigation():
        links.first.click()
    assert page.tab.locator("#item-title").count() == 1
    assert page.complaints == []


def test_names_are_offered_while_typing(browser: Browser, served: Served) -> None:
    desk, address = served
    item = next(i for i in desk.places("drawn-gaps") if i.kind == "position")
    page = opened(browser, f"{address}item/{item.key}")
    page.tab.fill("#i-canonical", "")
    page.tab.focus("#i-canonical")
    with page.tab.expect_response(lambda response: "q=camat" in response.url):
        page.tab.keyboard.type("camat")
    page.tab.wait_for_selector('#names option[value="Camat"]', state="attached")
    assert page.complaints == []


def test_row_and_save_are_in_view_on_a_small_screen(browser: Browser, served: Served) -> None:
    desk, address = served
    for item in [i for i in desk.queue.first(99) if i.kind == "row"][:4]:
        page = opened(browser, f"{address}item/{item.key}", width=1366)
        page.tab.set_viewport_size({"width": 1366, "height": 768})
        page.tab.reload()
        page.tab.wait_for_function("document.querySelector('.paper').style.width")
        save = place_on(page.tab.locator('.bar button[value="save"]'))
        assert save["y"] + save["height"] <= 768
        sheet = place_on(page.tab.locator("#sheet"))
        for box in page.tab.locator("svg rect.gap, svg rect.cell").all():
            place = place_on(box)
            assert place["x"] >= sheet["x"] - 1
            assert place["y"] >= sheet["y"] - 1
            assert place["x"] + place["width"] <= sheet["x"] + sheet["width"] + 1
            assert place["y"] + place["height"] <= sheet["y"] + sheet["height"] + 1
        page.tab.context.close()


def test_the_picture_grows_turns_and_goes_to_other_pages(browser: Browser, served: Served) -> None:
    desk, address = served
    item = next(i for i in desk.places("word-front-matter") if i.kind == "row")
    page = opened(browser, f"{address}item/{item.key}")
    page.tab.wait_for_function("document.querySelector('.paper').style.width")
    wide = place_on(page.tab.locator(".paper"))["width"]
    page.tab.keyboard.press("+")
    assert place_on(page.tab.locator(".paper"))["width"] > wide
    page.tab.keyboard.press("r")
    assert "rotate(90deg)" in (page.tab.locator(".paper").get_attribute("style") or "")
    with page.tab.expect_navigation():
        page.tab.keyboard.press("[")
    assert item.page is not None
    assert f"page={item.page - 1}" in page.tab.url
    assert page.complaints == []


@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (390, "dark")])
def test_accessible(browser: Browser, served: Served, width: int, scheme: Scheme) -> None:
    desk, address = served
    position = next(i for i in desk.places("word-front-matter") if i.kind == "position")
    meta = next(i for i in desk.places("word-front-matter") if i.kind == "document")
    inside = ("document/word-front-matter", f"item/{position.key}", f"item/{meta.key}")
    for path in ("", "queue", "documents", *inside, "history", "conflicts"):
        page = opened(browser, address + path, width=width, scheme=scheme)
        assert page.tab.evaluate("document.documentElement.scrollWidth") <= width
        assert accessibility_problems(page.tab) == []


@pytest.mark.parametrize("width", [1366, 390])
def test_many_reasons_leave_the_form_in_sight(browser: Browser, out: Path, width: int) -> None:
    path = out / "decrees" / "drawn-gaps.json"
    one = Decree.model_validate_json(path.read_bytes())
    box = [100.0, 100.0, 200.0, 110.0]
    one.gaps += [
        GapRecord(
            code=GapCode.UNPLACED_TEXT,
            severity="warning",
            position=0,
            page=1,
            bbox=box,
            message=f"text of the form that found no place: baris {number}",
        )
        for number in range(40)
    ]
    path.write_bytes(to_json(one))
    desk = Desk(out, "Sari")
    item = next(i for i in desk.queue.first(999) if len(i.reasons) >= 40)
    with serving(desk) as address:
        page = opened(browser, f"{address}item/{item.key}", width=width)
        page.tab.set_viewport_size({"width": width, "height": 768})
        assert page.tab.get_by_text("40 × ").count() == 1
        reasons = place_on(page.tab.locator(".reasons"))
        assert reasons["height"] <= 160
        if width > 1000:
            save = place_on(page.tab.locator("button.main"))
            assert save["y"] + save["height"] <= 768
        assert accessibility_problems(page.tab) == []
        assert page.complaints == []


@pytest.mark.parametrize("width", [1366, 390])
def test_documents_are_searched(browser: Browser, served: Served, width: int) -> None:
    _, address = served
    page = opened(browser, f"{address}documents", width=width)
    assert page.tab.locator("tbody tr").count() == 2
    page.tab.get_by_label("nama, unit kerja, atau tahun").fill("front-matter")
    with page.tab.expect_navigation():
        page.tab.keyboard.press("Enter")
    assert page.tab.locator("tbody tr").count() == 1
    assert page.tab.evaluate("document.documentElement.scrollWidth") <= width
    assert accessibility_problems(page.tab) == []
    assert page.complaints == []
