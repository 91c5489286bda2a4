"""A page of a PDF that is read from its picture: its invisible text and typed words go to the scan reader with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ..schema.blocks import Word
from ..schema.gaps import Gap, GapCode
from ..schema.geometry import Box
from .page_content import PageContent

if TYPE_CHECKING:
    import pypdfium2

    from .scan.scan_options import ScanOptions


def read_scanned(
    page: pypdfium2.PdfPage, layer: PageContent, options: ScanOptions, *, has_typed_words: bool
) -> PageContent:
    """The page by OCR, in points of the page made upright and straight.

    ``layer`` is the page's text layer; with ``has_typed_words`` its visible words stand on the picture and are kept.
    Its invisible text stands in where no engine is installed, or where all fail.
    """
    from .scan.installed_engines import available_engines  # noqa: PLC0415
    from .scan.page_image import page_image, paper_factor  # noqa: PLC0415 - OpenCV and the engines load slowly
    from .scan.scan_reader import read_scan  # noqa: PLC0415

    if layer.hidden_words and not available_engines(options):
        layer.kind = "scan"
        use_hidden(layer, "no OCR engine is installed")
        return layer
    typed = layer if has_typed_words else None
    width, height = page.get_size()
    image, dpi = page_image(page, options.max_pixels, typed=typed is not None)
    factor = paper_factor(width, height, dpi)
    if factor != 1.0 and typed is not None:
        typed = _scaled(typed, 1 / factor)
    hidden = layer.hidden_words if factor == 1.0 else _scaled_words(layer.hidden_words, 1 / factor)
    content = read_scan(
        image,
        number=layer.number,
        width=width / factor,
        height=height / factor,
        dpi=dpi * factor,
        options=options,
        hidden_words=hidden,
        typed=typed,
    )
    failed = [gap for gap in content.gaps if gap.code is GapCode.ENGINE_FAILED]
    if failed and layer.hidden_words and typed is None:
        layer.kind = "scan"
        use_hidden(layer, failed[0].message.rpartition(": ")[0], GapCode.ENGINE_REPLACED)
        return layer
    if factor != 1.0:
        content.gaps = [replace(gap, box=gap.box and _scaled_box(gap.box, factor)) for gap in content.gaps]
        content.to_display = partial(_shown_larger, content.to_display, factor)
    return content


def use_hidden(content: PageContent, why: str, code: GapCode = GapCode.NO_OCR_ENGINE) -> None:
    """Use a page's invisible text as its words, as there is nothing better, with a gap that says so."""
    content.words, content.hidden_words = content.hidden_words, []
    message = f"{why}: " + ("its invisible text was taken" if content.words else "nothing could be read")
    content.gaps.append(Gap(code, message, content.number))


def _scaled_box(box: Box, by: float) -> Box:
    return Box(*(value * by for value in box))


def _scaled_words(words: Sequence[Word], by: float) -> list[Word]:
    return [replace(word, box=_scaled_box(word.box, by), size=word.size * by) for word in words]


def _scaled(layer: PageContent, by: float) -> PageContent:
    """The words of a text layer as displayed, with the page and all boxes scaled by a factor."""
    shown = layer.to_display or (lambda box: box)
    words = [replace(word, box=shown(word.box)) for word in layer.words]
    return PageContent(layer.number, layer.width * by, layer.height * by, words=_scaled_words(words, by))


def _shown_larger(to_display: Callable[[Box], Box] | None, by: float, box: Box) -> Box:
    return _scaled_box(to_display(box) if to_display else box, by)
