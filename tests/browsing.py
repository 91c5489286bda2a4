"""Debian's Chromium for tests of pages: without network, and with every complaint of the page recorded."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog
    from playwright.sync_api import Page as Tab

Scheme = Literal["light", "dark"]

BINARY = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Page:
    """A tab, what it complained of, and which addresses it asked for."""

    tab: Tab
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


def need_browser() -> None:
    """Skip the test module where no browser can be driven."""
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed (pip install playwright)")
    if BINARY is None:
        pytest.skip("no chromium is installed (apt install chromium)", allow_module_level=True)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, closed at the end."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - may be missing

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BINARY, args=ARGUMENTS)
        yield browser
        browser.close()


def opened(
    browser: Browser, address: str, *, width: int = 1400, scheme: Scheme = "light", javascript: bool = True
) -> Page:
    """A new tab at an address."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=javascript
    )
    page = Page(context.new_page())

    def dismiss(dialog: Dialog) -> None:
        page.complaints.append("dialog")
        dialog.dismiss()

    page.tab.on("console", lambda message: page.complaints.append(message.text))
    page.tab.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.tab.on("request", lambda request: page.requests.append(request.url))
    page.tab.on("dialog", dismiss)
    page.tab.goto(address)
    return page


def axe_problems(tab: Tab) -> list[str] | None:
    """Serious problems that axe-core finds; ``None`` where it is not installed."""
    try:
        import axe_core_python  # noqa: PLC0415 - may be missing
    except ImportError:
        return None
    script = next(Path(axe_core_python.__file__).parent.rglob("axe.min.js"))
    tab.evaluate(script.read_text("utf-8"))
    found = tab.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:200]} {v['nodes'][0].get('failureSummary', '')[:200]}"
        for v in found["violations"]
        if v["impact"] in {"serious", "critical"}
    ]


# What our own check asks: names for all controls and pictures, one main, headings in steps, contrast of texts.
OWN_CHECK = """() => {
  const problems = [];
  const name = (n) => n.getAttribute('aria-label') || n.textContent.trim() || n.alt || n.title ||
    (n.labels && n.labels.length && n.labels[0].textContent.trim());
  for (const n of document.querySelectorAll('button, a[href], input:not([type=hidden]), select, textarea'))
    if (n.offsetParent && !name(n)) problems.push('no name: ' + n.outerHTML.slice(0, 120));
  for (const n of document.querySelectorAll('img'))
    if (!n.hasAttribute('alt')) problems.push('no alt: ' + n.outerHTML.slice(0, 80));
  if (document.querySelectorAll('main').length !== 1) problems.push('not one main');
  if (document.querySelectorAll('h1').length !== 1) problems.push('not one h1');
  if (!document.documentElement.lang) problems.push('no lang');
  const ids = [...document.querySelectorAll('[id]')].map((n) => n.id);
  for (const id of new Set(ids)) if (ids.filter((x) => x === id).length > 1) problems.push('twice: ' + id);
  const light = (c) => { const [r, g, b] = c.map((v) => { v /= 255;
    return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return .2126*r + .7152*g + .0722*b; };
  const rgb = (t) => t.match(/[\\d.]+/g).map(Number);
  const ground = (n) => { for (; n; n = n.parentElement) { const c = rgb(getComputedStyle(n).backgroundColor);
    if (c.length < 4 || c[3] > 0) return c.slice(0, 3); }
    return matchMedia('(prefers-color-scheme: dark)').matches ? [20, 23, 26] : [255, 255, 255]; };
  const bad = new Set();
  for (const n of document.querySelectorAll('body *')) {
    if (!n.offsetParent || ![...n.childNodes].some((c) => c.nodeType === 3 && c.textContent.trim())) continue;
    const a = light(rgb(getComputedStyle(n).color).slice(0, 3)), b = light(ground(n));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) bad.add(n.tagName + '.' + n.className + ' ' + ratio.toFixed(2));
  }
  return [...problems, ...bad];
}"""


def accessibility_problems(tab: Tab) -> list[str]:
    """What our own check finds, and axe-core where it is installed."""
    return [*tab.evaluate(OWN_CHECK), *(axe_problems(tab) or [])]
