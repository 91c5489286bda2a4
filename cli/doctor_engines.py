"""``iki doctor``, the reading engines: each is loaded and reads a line, which tells more than that it is installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from ..schema.errors import IkiError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ..extract.scan.engine import LineEngine

LINE = "Jumlah laporan kegiatan 2024"
SIZE, MARGIN = 34, 6
"""Height of the test line's letters and white around it, in pixels."""

ALIKE = 90.0
"""Likeness (0 to 100) of what is read to the line from which an engine works: a slip is none of the installation."""


@dataclass(frozen=True, slots=True)
class Check:
    """What came of one engine: whether it read the line, and what there is to say."""

    name: str
    status: str
    text: str

    @property
    def failed(self) -> bool:
        """Whether the engine is there but cannot be used."""
        return self.status == "BROKEN"


def engine_checks() -> Iterator[Check]:
    """The engines of line recognition, loaded and tried one after the other; checksums are compared in loading."""
    from ..extract.scan.ppocr import quick_engine, rapid_engine  # noqa: PLC0415 - see main
    from ..extract.scan.tesseract import tesseract_engine  # noqa: PLC0415

    made: tuple[tuple[str, str, Callable[[], LineEngine | None]], ...] = (
        ("PP-OCRv6 tiny", "reads every line; its files are whole", quick_engine),
        ("RapidOCR's model", "reads what is doubtful", rapid_engine),
        ("Tesseract", "has a vote where these differ", tesseract_engine),
    )
    for name, purpose, make in made:
        yield _checked(name, purpose, make)


def _checked(name: str, purpose: str, make: Callable[[], LineEngine | None]) -> Check:
    try:
        engine = make()
        if engine is None:
            return Check(name, "absent", purpose)
        read = engine.read([sample_line()], thorough=True)[0].text
    except IkiError as error:
        return Check(name, "BROKEN", str(error))
    except Exception as error:  # whatever a library raises is what the user is to be told
        return Check(name, "BROKEN", f"{type(error).__name__}: {error}")
    if fuzz.ratio(read, LINE) < ALIKE:
        return Check(name, "BROKEN", f"read {read!r} where {LINE!r} is printed")
    return Check(name, "ok", purpose)


def sample_line() -> NDArray[np.uint8]:
    """A picture of `LINE`: dark on white, cut close."""
    import numpy as np  # noqa: PLC0415 - see main
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415

    font = ImageFont.load_default(SIZE)
    left, top, right, bottom = (round(value) for value in font.getbbox(LINE))
    picture = Image.new("L", (right - left + 2 * MARGIN, bottom - top + 2 * MARGIN), 255)
    ImageDraw.Draw(picture).text((MARGIN - left, MARGIN - top), LINE, 0, font)
    return np.asarray(picture, dtype=np.uint8)
