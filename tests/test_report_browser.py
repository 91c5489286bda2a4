"""The report in a real browser: it works offline, is usable by everybody, and keeps hostile text inert."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import Page, Scheme, accessibility_problems, chromium, need_browser, opened
from examples import decree
from iki.batch.tasks import to_json
from iki.report import report_builder
from iki.report.document_view import document_slug, gap_slug
from iki.report.report_builder import build_report
from shared_outputs import copy_of_samples, made_once

if TYPE_CHECKING:
    from playwright.sync_api import Browser

need_browser()

EVIL = '"><script>document.title="x";alert(1)</script><img src=x onerror=alert(2)>\'</textarea></style>'


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All samples with their report, which no test changes."""

    def make(folder: Path) -> None:
        build_report(copy_of_samples(tmp_path_factory, folder))

    return made_once(tmp_path_factory, "report", make)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with gaps of every kind that the samples have, and with decrees that were given twice."""
    names = ("browser-no-rules", "browser-rowspans", "drawn-gaps", "drawn-open-table", "word-long-table")
    return build_report(copy_of_samples(tmp_path_factory, tmp_path_factory.mktemp("few") / "out", names))


@pytest.fixture
def page(browser: Browser, out: Path) -> Iterator[Page]:
    page = opened(browser, (out / "report.html").as_uri())
    yield page
    assert page.complaints == []
    assert all(request.startswith(("file:", "data:")) for request in page.requests)
    page.tab.context.close()


def test_it_stands_alone(browser: Browser, out: Path, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere.html"
    shutil.copy(out / "report.html", copy)
    page = opened(browser, copy.as_uri())
    assert page.tab.locator("h1").inner_text()
    broken = "[...document.images].filter(i => i.complete && !i.naturalWidth).length"
    assert page.tab.evaluate(broken) == 0
    assert page.complaints == []
    assert [r for r in page.requests if not r.startswith(("data:", copy.as_uri()))] == []


def test_tables_sort(page: Page) -> None:
    heads = page.tab.locator("#doc-table thead button")
    heads.nth(3).click()
    pages = [int(text) for text in page.tab.locator("#doc-table tbody td:nth-child(4)").all_inner_texts()]
    assert pages == sorted(pages, reverse=True)
    assert page.tab.locator("#doc-table th").nth(3).get_attribute("aria-sort") == "descending"
    heads.nth(0).click()
    names = page.tab.locator("#doc-table tbody th a").all_inner_texts()
    assert names == sorted(names)


def test_gaps_filter_by_kind_severity_and_text(page: Page) -> None:
    rows = page.tab.locator("#gap-table tbody tr:not([hidden])")
    page.tab.select_option("#f-code", "missing-sumber-data")
    assert rows.count() > 0
    assert set(rows.evaluate_all("rows => rows.map(r => r.dataset.code)")) == {"missing-sumber-data"}
    page.tab.fill("#f-gaps", "drawn-gaps")
    assert all("drawn-gaps" in text for text in rows.all_inner_texts())
    page.tab.fill("#f-gaps", "no such words anywhere")
    assert rows.count() == 0


def test_what_to_do_first_leads_to_its_gaps(page: Page) -> None:
    link = page.tab.locator(".first a").first
    code = link.get_attribute("data-code")
    link.click()
    page.tab.wait_for_function("code => document.querySelector('#f-code').value === code", arg=code)
    assert page.tab.locator("#f-code").input_value() == code


def test_filters_and_order_stand_in_the_address(browser: Browser, out: Path, page: Page) -> None:
    rows = "#gap-table tbody tr:not([hidden])"
    page.tab.select_option("#f-code", "missing-sumber-data")
    page.tab.fill("#f-gaps", "sumber kosong")
    page.tab.locator("#gap-table thead button").nth(1).click()
    shown = page.tab.locator(rows).all_inner_texts()
    assert shown
    assert (
        page.tab.evaluate("location.hash") == "#gap-table?gaps=sumber+kosong&code=missing-sumber-data&sort=2"
    )
    other = opened(browser, page.tab.url)
    assert other.tab.locator("#f-code").input_value() == "missing-sumber-data"
    assert other.tab.locator("#f-gaps").input_value() == "sumber kosong"
    assert other.tab.locator(rows).all_inner_texts() == shown
    assert other.complaints == []
    page.tab.fill("#f-gaps", "")
    page.tab.select_option("#f-code", "")
    assert page.tab.evaluate("location.hash") == "#gap-table?sort=2"


def test_deep_links_open_what_they_name(browser: Browser, out: Path) -> None:
    address = (out / "report.html").as_uri()
    page = opened(browser, f"{address}#doc-drawn-gaps")
    assert page.tab.locator("#doc-drawn-gaps").get_attribute("open") is not None
    with (out / "decrees.csv").open(encoding="utf-8", newline="") as file:
        counted = next(
            row for row in csv.DictReader(file) if not row["duplicate_of"] and int(row["warnings"])
        )
    anchor = gap_slug(f"{counted['decree_id']}/g0001")
    page = opened(browser, f"{address}#{anchor}")
    row = page.tab.locator(f"[id='{anchor}']")
    assert "target" in (row.get_attribute("class") or "")
    assert row.is_visible()


def test_crops_show_the_place_in_its_outline(page: Page) -> None:
    """The crop's red outline has the shape of the gap's box."""
    row = page.tab.locator('#gap-table tr[data-code="missing-sumber-data"]').first
    x0, top, x1, bottom = map(float, (row.locator("[data-box]").get_attribute("data-box") or "").split())
    width, height = row.locator("img").evaluate(
        """async (image) => {
          await image.decode();
          const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
          const paint = canvas.getContext('2d');
          paint.drawImage(image, 0, 0);
          const { data } = paint.getImageData(0, 0, canvas.width, canvas.height);
          let [l, t, r, b] = [1e9, 1e9, -1, -1];
          for (let at = 0; at < data.length; at += 4) {
            if (data[at] > 130 && data[at + 1] < 90 && data[at + 2] < 90) {
              const x = at / 4 % canvas.width, y = Math.floor(at / 4 / canvas.width);
              l = Math.min(l, x); r = Math.max(r, x); t = Math.min(t, y); b = Math.max(b, y);
            }
          }
          return [r - l, b - t];
        }"""
    )
    assert width / height == pytest.approx((x1 - x0) / (bottom - top), rel=0.08)


@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (390, "dark")])
def test_accessible_and_never_wider_than_the_screen(
    browser: Browser, few: Path, width: int, scheme: Scheme
) -> None:
    page = opened(browser, few.as_uri() + "#doc-drawn-gaps", width=width, scheme=scheme)
    assert page.tab.evaluate("document.documentElement.scrollWidth") <= width
    assert accessibility_problems(page.tab) == []


def test_without_script_everything_can_be_read(browser: Browser, out: Path) -> None:
    page = opened(browser, (out / "report.html").as_uri(), javascript=False)
    assert page.tab.locator("#doc-table tbody tr").count() == 18
    assert page.tab.locator("#doc-table tbody tr:visible").count() == 18


def evil() -> bytes:
    """A decree with hostile text in every place that a file or its print could fill."""
    found = decree()
    found.source.file = EVIL
    for name in ("nomor", "tentang", "unit_kerja", "kecamatan", "kabupaten_kota"):
        setattr(found.decree, name, EVIL)
    for position in found.positions:
        position.jabatan = EVIL
        if position.canonical:
            position.canonical.name = position.canonical.code = EVIL
        for row in position.rows:
            for name in ("sasaran", "indikator", "formulasi", "sumber_data"):
                getattr(row, name).text = EVIL
        for signature in position.signatures:
            signature.nama = signature.jabatan = EVIL
    for gap in found.gaps:
        gap.message = EVIL
    return to_json(found)


@pytest.mark.parametrize("inline", [True, False])
def test_hostile_text_is_inert(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inline: bool
) -> None:
    if not inline:
        monkeypatch.setattr(report_builder, "INLINE_DOCUMENTS", 0)
    (tmp_path / "decrees").mkdir()
    name = "a'\"&<b>#?%20 ü"
    (tmp_path / "decrees" / f"{name}.json").write_bytes(evil())
    report = build_report(tmp_path)
    pages = [report, *(tmp_path / "report_files").glob("doc-*.html")]
    assert len(pages) == (1 if inline else 2)
    for path in pages:
        page = opened(browser, path.as_uri())
        assert page.tab.title() != "x"
        assert page.complaints == []
        assert page.tab.locator("img[src=x]").count() == 0
    page = opened(browser, report.as_uri())
    page.tab.locator("#doc-table tbody a").click()
    assert page.tab.locator(f'[id="{document_slug(name)}"]').count() == 1
