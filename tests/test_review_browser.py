"""The desk in a real browser: a correction by keyboard alone, that a new run keeps."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from browsing import accessibility_problems, chromium, need_browser, opened
from iki.report.load import read_decree
from test_review import convert

need_browser()
pytest.importorskip("flask")

from iki.report.desk import Desk, create_app  # noqa: E402
from werkzeug.serving import make_server  # noqa: E402 - after the check that it is there


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def out(tmp_path: Path) -> Path:
    convert(tmp_path / "out", "drawn-gaps", "word-front-matter")
    return tmp_path / "out"


@pytest.fixture
def served(out: Path):
    desk = Desk(out, "Sari")
    server = make_server("127.0.0.1", 0, create_app(desk, "token"), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield desk, f"http://127.0.0.1:{server.server_port}/token/"
    server.shutdown()
    server.server_close()


def item_with(desk: Desk, code: str):
    return next(i for i in desk.queue.first(999) if any(r.code.value == code for r in i.reasons))


def test_a_full_correction_by_keyboard(browser, served, out: Path) -> None:
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


def test_keys_walk_through_the_queue_and_undo(browser, served) -> None:
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


def test_typing_in_a_field_presses_no_button(browser, served) -> None:
    desk, address = served
    item = item_with(desk, "missing-sumber-data")
    left = len(desk.queue)
    page = opened(browser, f"{address}item/{item.key}")
    page.tab.focus("#i-indikator")
    page.tab.keyboard.type("admnpsuxw")
    page.tab.keyboard.press("Escape")
    assert page.tab.url.endswith(item.key)
    assert len(desk.queue) == left


def test_a_second_tab_is_told(browser, served) -> None:
    desk, address = served
    item = item_with(desk, "missing-sumber-data")
    one, two = (opened(browser, f"{address}item/{item.key}") for _ in range(2))
    one.tab.fill("#i-jabatan", "Camat Contoh")
    with one.tab.expect_navigation():
        one.tab.click('button[value="save"]')
    two.tab.fill("#i-indikator", "dari tab kedua")
    with two.tab.expect_navigation():
        two.tab.click('button[value="save"]')
    assert "dari tab kedua" not in desk.file.read_text("utf-8")


def test_the_outline_lies_on_the_cell(browser, served) -> None:
    desk, address = served
    item = item_with(desk, "missing-sumber-data")
    page = opened(browser, f"{address}item/{item.key}")
    reason = next(r for r in item.reasons if r.field == "sumber_data")
    box = page.tab.locator("svg rect.gap").last.bounding_box()
    picture = page.tab.locator(".paper img").bounding_box()
    sizes = desk.page_size(item.decree_id, desk.decree(item).source.sha256, item.page)
    scale = picture["width"] / sizes[0]
    assert box["x"] - picture["x"] == pytest.approx(reason.bbox[0] * scale, abs=3)
    assert box["y"] - picture["y"] == pytest.approx(reason.bbox[1] * scale, abs=3)


@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (390, "dark")])
def test_accessible(browser, served, width: int, scheme: str) -> None:
    _, address = served
    for path in ("", "queue", "history", "conflicts"):
        page = opened(browser, address + path, width=width, scheme=scheme)
        assert page.tab.evaluate("document.documentElement.scrollWidth") <= width
        assert accessibility_problems(page.tab) == []
